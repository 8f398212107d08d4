using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using FsCheck;
using FsCheck.Fluent;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Connections.ConnectionProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Connections;

public class AnswerQueueSpec : TestKit
{
    private readonly FakePort _port;
    private readonly AnswerQueue _answers;

    public AnswerQueueSpec()
    {
        _port = new FakePort(TestActor);
        _answers = new AnswerQueue(_port);
    }

    private static PublishResult Accepted { get; } =
        PublishResult.Accepted(1, "e", receivers: 1, Durability.Memory);

    [Fact]
    public async Task Results_that_come_together_go_out_in_one_piece()
    {
        var (first, second) = (Reserve("1"), Reserve("2"));
        Assert.True(first.Complete(Accepted));
        Assert.False(second.Complete(PublishResult.Rejected(RejectReason.Unavailable)));
        first.Flush();

        await ExpectMsgAsync(new FakePort.Sent("1:ok 2:Unavailable"));
        await ExpectMsgAsync(new FakePort.Done(2));
        Assert.True(_answers.IsEmpty);
    }

    [Fact]
    public void A_result_out_of_turn_holds_back_its_contents_and_nothing_that_came_before()
    {
        var (first, second) = (Reserve("1"), Reserve("2"));
        Deliver("before");
        Complete(second);
        Deliver("second's");
        Assert.Equal(["before"], _port.Transport.Lines);

        Complete(first);
        _port.Transport.WriteAll();
        Assert.Equal(["before", "1 Done", "2 Done", "second's"], _port.Transport.Lines);
    }

    [Fact]
    public void An_answer_waits_for_a_place_that_is_kept_after_it()
    {
        var (first, second, third) = (Reserve("1"), Reserve("2"), Reserve("3"));
        Complete(third);
        Deliver("third's");
        Complete(first);
        Deliver("first's");
        Complete(second);
        _port.Transport.WriteAll();

        Assert.Equal(["1 Done", "2 Done", "3 Done", "third's", "first's"], _port.Transport.Lines);
    }

    [Fact]
    public async Task An_actor_is_told_once_when_all_answers_are_out()
    {
        var first = Reserve("1");
        _answers.WhenEmpty(TestActor, "replaced");
        _answers.WhenEmpty(TestActor, "empty");
        Complete(first);
        _answers.Flush();
        await ExpectMsgAsync<FakePort.Sent>();
        await ExpectMsgAsync("empty");
        await ExpectMsgAsync<FakePort.Done>();

        _answers.WhenEmpty(TestActor, "at once");
        await ExpectMsgAsync("at once");
    }

    [Fact]
    public void Answers_keep_their_order_and_contents_follow_theirs_whatever_comes_first() =>
        Prop.ForAll(Gen.Choose(0, 1000).ListOf().ToArbitrary(), order =>
        {
            var port = new FakePort(ActorRefs.Nobody);
            var answers = new AnswerQueue(port);
            var ids = Enumerable.Range(0, order.Count).ToArray();
            var turns = ids.Select(id => answers.Reserve(Request($"{id}"))).ToArray();
            foreach (var id in ids.OrderBy(id => order[id]))
            {
                if (turns[id].Complete(Accepted)) turns[id].Flush();
                port.Outbox.Offer(Lines($"{id} content"), News, SlowConsumerPolicy.Disconnect);
            }
            if (port.Transport.IsWriterRunning) port.Transport.WriteAll();

            var lines = port.Transport.Lines.ToList();
            Assert.Equal(ids.Select(id => $"{id} Done"), lines.Where(line => line.EndsWith("Done")));
            Assert.All(ids, id => Assert.True(lines.IndexOf($"{id} Done") < lines.IndexOf($"{id} content")));
            Assert.Equal(2 * ids.Length, lines.Count);
        }).QuickCheckThrowOnFailure();

    private static PublishRequest Request(string id) => new(
        System.Text.Encoding.UTF8.GetBytes(id), News, "x"u8.ToArray());

    private IPublishReply Reserve(string id) => _answers.Reserve(Request(id));

    private static void Complete(IPublishReply turn)
    {
        turn.Complete(Accepted);
        turn.Flush();
    }

    private void Deliver(string line) =>
        _port.Outbox.Offer(Lines(line), News, SlowConsumerPolicy.Disconnect);
}
