namespace Broker.KernelTests.Internals;

public class MessageQueueSpec
{
    private MessageQueue _queue;

    [Fact]
    public void An_empty_queue_has_nothing_to_take()
    {
        Assert.True(_queue.IsEmpty);
        Assert.Null(_queue.TryDequeue());
    }

    [Fact]
    public void What_is_added_comes_out_in_order_and_leaves_it_empty()
    {
        foreach (var message in new[] { "a", "b", "c" }) Add(message);
        Assert.Equal(["a", "b", "c"], TakeAll());
        Assert.True(_queue.IsEmpty);
    }

    [Fact]
    public void It_can_be_filled_again_after_it_was_empty()
    {
        for (var round = 0; round < 3; round++)
        {
            Add("a");
            Assert.Equal(["a"], TakeAll());
        }
    }

    [Fact]
    public void What_is_put_back_comes_before_the_rest()
    {
        Add("c");
        _queue.Prepend(new Envelope("b", null));
        _queue.Prepend(new Envelope("a", null));
        Assert.Equal(["a", "b", "c"], TakeAll());
    }

    [Fact]
    public void A_taken_node_does_not_hold_on_to_the_rest()
    {
        Add("a");
        Add("b");
        Assert.Null(_queue.TryDequeue()!.Next);
    }

    [Fact]
    public async Task Of_many_producers_each_ones_messages_stay_in_order_and_none_is_lost()
    {
        const int Producers = 4;
        const int Each = 20_000;
        var producers = Enumerable.Range(0, Producers).Select(producer => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++) _queue.Enqueue(new Envelope((producer, i), null));
        })).ToArray();

        var next = new int[Producers];
        for (var taken = 0; taken < Producers * Each;)
        {
            if (_queue.TryDequeue() is not { Message: ValueTuple<int, int> message }) continue;
            Assert.Equal(next[message.Item1]++, message.Item2);
            taken++;
        }
        await Task.WhenAll(producers);
        Assert.True(_queue.IsEmpty);
    }

    private void Add(string message) => _queue.Enqueue(new Envelope(message, null));

    private List<string> TakeAll()
    {
        List<string> taken = [];
        while (_queue.TryDequeue() is { } envelope) taken.Add((string)envelope.Message);
        return taken;
    }
}
