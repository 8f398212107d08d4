using Broker.Gateway.Operations;

namespace Broker.Gateway.Tests.Operations;

public class QuantilesSpec
{
    private readonly FakeTimeProvider _time = SpecTime.NewClock();
    private readonly Quantiles _quantiles;

    public QuantilesSpec() => _quantiles = new Quantiles([1, 2, 4], _time);

    [Fact]
    public void Are_zero_while_nothing_was_measured() => Assert.Equal([0, 0], _quantiles.Read(0.5, 0.99));

    [Fact]
    public void Lie_within_the_bucket_that_holds_that_share()
    {
        Record(0.5, 0.5, 1.5, 1.5);

        Assert.Equal([1, 1.5, 2], _quantiles.Read(0.5, 0.75, 1));
    }

    [Fact]
    public void Are_the_last_bound_for_values_beyond_it()
    {
        Record(100);

        Assert.Equal([4], _quantiles.Read(0.5));
    }

    [Fact]
    public void Forget_what_was_more_than_a_minute_ago()
    {
        Record(3);
        for (var turn = 0; turn < 3; turn++)
        {
            _quantiles.Read(0.5);
            _time.Advance(TimeSpan.FromSeconds(31));
        }
        Record(1);

        Assert.Equal([1], _quantiles.Read(1));
    }

    [Fact]
    public void Remember_what_was_half_a_minute_ago()
    {
        Record(3);
        _time.Advance(TimeSpan.FromSeconds(29));
        Record(1);

        Assert.Equal([4], _quantiles.Read(1));
    }

    private void Record(params double[] values)
    {
        foreach (var value in values) _quantiles.Record(value);
    }
}
