using Broker.Actors.Channels;

namespace Broker.Actors.Tests.Channels;

public class FlushPaceSpec
{
    private readonly FakeTimeProvider _time = SpecTime.NewClock();

    [Theory]
    [InlineData(800, 100)]
    [InlineData(80, 10)]
    [InlineData(79, 0)]
    [InlineData(8_000, 1_000)]
    [InlineData(9_000_000, 1_000)]
    public void A_pause_is_an_eighth_of_the_fan_out_with_bounds(int micros, int expected)
    {
        var pace = new FlushPace(TimeSpan.FromMilliseconds(1), _time);
        Run(pace, micros, publications: 2);

        Assert.Equal(expected > 0, pace.IsTooSoon);
        Pass(expected - 1);
        Assert.Equal(expected > 0, pace.IsTooSoon);
        Pass(1);
        Assert.False(pace.IsTooSoon);
    }

    [Fact]
    public void There_is_none_before_the_first_nor_after_a_single_publication()
    {
        var pace = new FlushPace(TimeSpan.FromMilliseconds(1), _time);
        Assert.False(pace.IsTooSoon);
        Run(pace, micros: 8_000, publications: 1);

        Assert.False(pace.IsTooSoon);
    }

    [Fact]
    public void A_single_publication_ends_the_pause_of_the_one_before()
    {
        var pace = new FlushPace(TimeSpan.FromMilliseconds(1), _time);
        Run(pace, micros: 8_000, publications: 2);
        Run(pace, micros: 100, publications: 1);

        Assert.False(pace.IsTooSoon);
    }

    [Fact]
    public void There_is_none_where_the_setting_says_so()
    {
        var pace = new FlushPace(TimeSpan.Zero, _time);
        Run(pace, micros: 8_000, publications: 2);

        Assert.False(pace.IsTooSoon);
    }

    private void Run(FlushPace pace, int micros, int publications)
    {
        pace.Begin();
        Pass(micros);
        pace.End(publications);
    }

    private void Pass(int micros)
    {
        if (micros > 0) _time.Advance(TimeSpan.FromMicroseconds(micros));
    }
}
