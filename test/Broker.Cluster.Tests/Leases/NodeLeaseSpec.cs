using Broker.Cluster.Leases;

namespace Broker.Cluster.Tests.Leases;

public class NodeLeaseSpec
{
    private static readonly TimeSpan Validity = TimeSpan.FromSeconds(3);
    private TimeSpan _now = TimeSpan.FromHours(1);
    private readonly NodeLease _lease;

    public NodeLeaseSpec() => _lease = new NodeLease(() => _now, Validity);

    [Fact]
    public void Does_not_hold_before_the_first_renewal()
    {
        Assert.False(_lease.IsValid);
        Assert.Equal(TimeSpan.Zero, _lease.Remaining);
    }

    [Fact]
    public void Holds_from_when_the_renewal_was_sent_and_not_from_its_answer()
    {
        var sentAt = _now;
        _now += TimeSpan.FromSeconds(2);
        _lease.Renewed(sentAt);
        Assert.Equal(TimeSpan.FromSeconds(1), _lease.Remaining);

        _now += TimeSpan.FromSeconds(1);
        Assert.False(_lease.IsValid);
    }

    [Fact]
    public void An_answer_that_comes_late_does_not_shorten_it()
    {
        _lease.Renewed(_now);
        _lease.Renewed(_now - TimeSpan.FromSeconds(2));

        Assert.Equal(Validity, _lease.Remaining);
    }

    [Fact]
    public void Ends_for_good()
    {
        _lease.Renewed(_now);
        _lease.End();
        _lease.Renewed(_now);

        Assert.False(_lease.IsValid);
        Assert.True(_lease.HasEnded);
    }

    [Fact]
    public void Counts_each_time_that_it_ran_out_once()
    {
        Assert.Equal(0, _lease.Lost);
        _lease.Renewed(_now);
        Assert.Equal(0, _lease.Lost);

        _now += Validity;
        Assert.Equal(1, _lease.Lost);
        // Its answer came too late to count.
        _now += TimeSpan.FromSeconds(2);
        _lease.Renewed(_now - TimeSpan.FromSeconds(1) - Validity);
        Assert.Equal(1, _lease.Lost);

        _lease.Renewed(_now);
        Assert.Equal(1, _lease.Lost);
        _now += Validity;
        Assert.Equal(2, _lease.Lost);
    }

    [Fact]
    public void The_boot_clock_goes_on()
    {
        var before = BootClock.Now;
        SpinWait.SpinUntil(() => BootClock.Now > before);

        Assert.InRange(BootClock.Now - before, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1));
        if (OperatingSystem.IsLinux())
            Assert.InRange(BootClock.Now.TotalMilliseconds, Environment.TickCount64 - 1_000, double.MaxValue);
    }
}
