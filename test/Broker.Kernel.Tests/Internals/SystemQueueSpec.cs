namespace Broker.KernelTests.Internals;

public class SystemQueueSpec
{
    private SystemQueue _queue;

    [Fact]
    public void Everything_is_taken_at_once_oldest_first()
    {
        SystemMessage[] messages =
            [new SystemMessage.Suspend(), new SystemMessage.Terminate(), new SystemMessage.Suspend()];
        foreach (var message in messages) _queue.Push(message);

        var taken = new List<SystemMessage>();
        for (var next = _queue.TakeAll(); next is not null; next = next.Next) taken.Add(next);
        Assert.Equal(messages, taken);
        Assert.True(_queue.IsEmpty);
    }
}
