using Broker.Actors.Journal;
using Broker.Journal.Writing;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Tests.Files;

public class BusySpec
{
    [Fact]
    public void Takes_no_more_than_may_wait_and_room_comes_back_with_the_answers()
    {
        var queue = new WorkQueue(bytesMax: 1_000, batchBytesMax: 10_000);
        Assert.True(queue.TryAdd(Work(500), out _));
        Assert.False(queue.TryAdd(Work(500), out var isClosed));
        Assert.False(isClosed);

        var batch = new List<Work>();
        Assert.True(queue.Take(batch));
        Assert.False(queue.TryAdd(Work(500), out _));
        queue.Release(batch);
        Assert.True(queue.TryAdd(Work(500), out _));
    }

    [Fact]
    public void Takes_one_that_is_larger_than_everything_alone()
    {
        var queue = new WorkQueue(bytesMax: 1_000, batchBytesMax: 1_000);
        Assert.True(queue.TryAdd(Work(5_000), out _));
        Assert.False(queue.TryAdd(Work(1), out _));
        Assert.True(queue.Take([]));
    }

    [Fact]
    public void Gives_what_waits_up_to_the_size_of_a_batch()
    {
        var queue = new WorkQueue(bytesMax: 10_000, batchBytesMax: 1_200);
        for (var i = 0; i < 5; i++) Assert.True(queue.TryAdd(Work(500), out _));

        var sizes = new List<int>();
        for (var batch = new List<Work>(); sizes.Sum() < 5; batch = [])
        {
            queue.Take(batch);
            sizes.Add(batch.Count);
        }

        Assert.Equal([2, 2, 1], sizes);
    }

    [Fact]
    public void Ends_when_it_is_closed_and_empty()
    {
        var queue = new WorkQueue(bytesMax: 10_000, batchBytesMax: 10_000);
        queue.TryAdd(Work(1), out _);
        queue.Close();

        Assert.False(queue.TryAdd(Work(1), out var isClosed));
        Assert.True(isClosed);
        Assert.True(queue.Take([]));
        Assert.False(queue.Take([]));
    }

    private static AppendWork Work(int bytes)
    {
        var append = new Append(
            StreamName.Parse("a"), [new Event(1, new byte[bytes])], Actors.Durability.File);
        return new AppendWork(append, bytes + 6);
    }
}
