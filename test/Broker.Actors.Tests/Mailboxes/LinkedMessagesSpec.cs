using Akka.Dispatch.MessageQueues;
using Broker.Actors.Mailboxes;
using FsCheck;
using FsCheck.Fluent;

namespace Broker.Actors.Tests.Mailboxes;

public class LinkedMessagesSpec : TestKit
{
    private readonly LinkedMessages _messages = new();

    [Fact]
    public void Messages_come_out_in_the_order_they_went_in_whatever_is_taken_between() =>
        Prop.ForAll(Gen.Choose(0, 4).ListOf().ToArbitrary(), steps =>
        {
            var (messages, model, last) = (new LinkedMessages(), new Queue<object>(), 0);
            foreach (var step in steps)
            {
                if (step > 0) Add(messages, model, ++last);
                else
                {
                    Assert.Equal(model.TryDequeue(out var expected), messages.TryDequeue(out var taken));
                    Assert.Equal(expected, taken.Message);
                }

                Assert.Equal((model.Count, model.Count > 0), (messages.Count, messages.HasMessages));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Nothing_is_lost_of_what_many_threads_add_and_each_keeps_its_order()
    {
        const int senders = 4, each = 20_000;
        using var start = new Barrier(senders + 1);
        var adding = Enumerable.Range(0, senders).Select(sender => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (var i = 0; i < each; i++) Add(_messages, (sender, i));
            },
            TaskCreationOptions.LongRunning)).ToArray();

        start.SignalAndWait();
        var next = new int[senders];
        for (var taken = 0; taken < senders * each;)
        {
            if (!_messages.TryDequeue(out var envelope)) continue;

            var (sender, i) = ((int, int))envelope.Message;
            Assert.Equal(next[sender]++, i);
            taken++;
        }
        await Task.WhenAll(adding);
        Assert.False(_messages.HasMessages);
    }

    [Fact]
    public void What_is_left_when_the_actor_ends_goes_to_the_dead_letters_in_order()
    {
        for (var i = 1; i <= 3; i++) Add(_messages, i);
        Assert.True(_messages.TryDequeue(out _));
        Add(_messages, 4);
        var dead = new UnboundedMessageQueue();
        _messages.CleanUp(TestActor, dead);

        Assert.False(_messages.HasMessages);
        foreach (var expected in (int[])[2, 3, 4])
        {
            Assert.True(dead.TryDequeue(out var envelope));
            Assert.Equal((expected, TestActor), (envelope.Message, envelope.Sender));
        }
    }

    [Fact]
    public void What_comes_after_the_end_is_a_dead_letter_too()
    {
        var dead = new UnboundedMessageQueue();
        _messages.CleanUp(TestActor, dead);
        Add(_messages, "late");

        Assert.Equal((0, false), (_messages.Count, _messages.HasMessages));
        Assert.False(_messages.TryDequeue(out _));
        Assert.True(dead.TryDequeue(out var envelope));
        Assert.Equal("late", envelope.Message);
    }

    [Fact]
    public async Task Nothing_is_lost_of_what_many_threads_add_while_the_actor_ends()
    {
        const int senders = 2, each = 50;
        for (var round = 0; round < 500; round++)
        {
            var (messages, dead) = (new LinkedMessages(), new UnboundedMessageQueue());
            using var start = new Barrier(senders + 1);
            var adding = Enumerable.Range(0, senders).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    for (var i = 0; i < each; i++) Add(messages, i);
                },
                TaskCreationOptions.LongRunning)).ToArray();
            start.SignalAndWait();
            var taken = 0;
            while (taken < each && messages.TryDequeue(out _)) taken++;
            messages.CleanUp(TestActor, dead);
            await Task.WhenAll(adding);

            Assert.Equal(senders * each, taken + dead.Count);
        }
    }

    private void Add(LinkedMessages messages, object message) =>
        messages.Enqueue(TestActor, new Envelope(message, TestActor));

    private void Add(LinkedMessages messages, Queue<object> model, object message)
    {
        Add(messages, message);
        model.Enqueue(message);
    }
}
