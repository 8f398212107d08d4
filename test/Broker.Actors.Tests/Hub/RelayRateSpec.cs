using Broker.Actors.Hub;
using FsCheck;
using FsCheck.Fluent;

namespace Broker.Actors.Tests.Hub;

public sealed class RelayRateSpec
{
    private readonly FakeTimeProvider _time = SpecTime.NewClock();

    [Fact]
    public void A_second_s_worth_may_come_at_once_and_then_as_much_as_time_brings()
    {
        var rate = new RelayRate(10, _time);
        Assert.Equal(10, rate.Take(25));
        Assert.Equal(0, rate.Take(1));

        _time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.Equal(0, rate.Take(1));
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, rate.Take(2));
    }

    [Fact]
    public void Silence_saves_up_no_more_than_a_second_s_worth()
    {
        var rate = new RelayRate(10, _time);
        rate.Take(10);
        _time.Advance(TimeSpan.FromDays(400));

        Assert.Equal(10, rate.Take(int.MaxValue));
    }

    [Fact]
    public void Counts_the_largest_rate_on_the_fastest_clock()
    {
        var rate = new RelayRate(int.MaxValue, new NanosecondClock());

        Assert.Equal(int.MaxValue, rate.Take(int.MaxValue));
        Assert.Equal(int.MaxValue, rate.Take(int.MaxValue));
    }

    [Fact]
    public void However_it_is_asked_it_gives_exactly_what_the_time_is_worth() =>
        Prop.ForAll(
            Gen.Choose(1, 50).ToArbitrary(),
            Gen.Choose(0, 300).Zip(Gen.Choose(0, 8)).ListOf().ToArbitrary(),
            (perSecond, steps) =>
            {
                var time = SpecTime.NewClock();
                var bucket = perSecond * 1000L;
                var rate = new RelayRate(perSecond, time);
                foreach (var (milliseconds, count) in steps)
                {
                    time.Advance(TimeSpan.FromMilliseconds(milliseconds));
                    bucket = Math.Min(perSecond * 1000L, bucket + ((long)milliseconds * perSecond));
                    var taken = rate.Take(count);
                    Assert.Equal(Math.Min(count, bucket / 1000), taken);
                    bucket -= taken * 1000L;
                }
            }).QuickCheckThrowOnFailure();

    private sealed class NanosecondClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1_000_000_000;

        public override long GetTimestamp() => _now += TimestampFrequency;
    }
}
