namespace Broker.KernelTests.Internals;

public sealed class TimerQueueSpec : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly ManualTime _time = new();
    private readonly TimerQueue _queue;
    private readonly List<string> _fired = [];

    public TimerQueueSpec() => _queue = new TimerQueue(_time);

    public void Dispose() => _queue.Dispose();

    [Fact]
    public void Nothing_scheduled_arms_no_timer() => Assert.Equal(0, _time.TimersCreated);

    [Fact]
    public void All_entries_share_one_timer()
    {
        for (var i = 0; i < 100; i++) _queue.Add(Entry($"{i}"), Second * i);
        Assert.Equal(1, _time.TimersCreated);
    }

    [Fact]
    public void Entries_fire_when_due_in_order_of_time_then_of_addition()
    {
        _queue.Add(Entry("late"), Second * 2);
        _queue.Add(Entry("early"), Second);
        _queue.Add(Entry("also early"), Second);
        _time.Advance(Second);
        Assert.Equal(["early", "also early"], _fired);
        _time.Advance(Second);
        Assert.Equal(["early", "also early", "late"], _fired);
    }

    [Fact]
    public void An_entry_with_an_interval_fires_again_without_drift()
    {
        _queue.Add(new ActionEntry(
            () => _fired.Add($"{_time.GetUtcNow():ss}"))
        { Interval = Second * 2 }, Second);
        _time.Advance(Second * 5);
        Assert.Equal(["01", "03", "05"], _fired);
    }

    [Fact]
    public void A_cancelled_entry_does_not_fire()
    {
        var entry = Entry("never");
        _queue.Add(entry, Second);
        entry.Cancel();
        _time.Advance(Second);
        Assert.Empty(_fired);
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void Cancelled_entries_are_swept_out_and_the_others_still_fire()
    {
        var entries = Enumerable.Range(0, 1_000).Select(i => Entry($"{i}")).ToList();
        entries.ForEach(entry => _queue.Add(entry, Second));
        entries.Take(999).ToList().ForEach(entry => entry.Cancel());
        Assert.Equal(1, _queue.Count);
        _time.Advance(Second);
        Assert.Equal(["999"], _fired);
    }

    [Fact]
    public void An_entry_that_throws_does_not_stop_the_others()
    {
        _queue.Add(new ActionEntry(() => throw new NotSupportedException()), Second);
        _queue.Add(Entry("after"), Second);
        _time.Advance(Second);
        Assert.Equal(["after"], _fired);
    }

    [Fact]
    public void After_the_end_nothing_fires()
    {
        _queue.Add(Entry("never"), Second);
        _queue.Dispose();
        _queue.Add(Entry("neither"), Second);
        _time.Advance(Second);
        Assert.Empty(_fired);
    }

    private ActionEntry Entry(string name) => new(() => _fired.Add(name));
}
