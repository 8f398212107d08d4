using Broker.Actors.Limits;

namespace Broker.Actors.Tests.Limits;

/// <summary>Counters of one process.</summary>
public sealed class RatesSpec : IDisposable
{
    private static readonly RateRule Ten = new("requests", 10, TimeSpan.FromSeconds(10));

    private readonly FakeTimeProvider _time = SpecTime.NewClock();
    private readonly Rates _rates;

    public RatesSpec() => _rates = new Rates(_time, keysMax: 3);

    public void Dispose() => _rates.Dispose();

    [Fact]
    public async Task A_key_may_take_its_maximum_at_once_and_as_many_again_in_a_window()
    {
        var counter = _rates.Of(Ten, "alice");
        for (var i = 0; i < 10; i++) Assert.Null(await counter.TakeAsync());
        Assert.Equal(TimeSpan.FromSeconds(1), await counter.TakeAsync());

        _time.Advance(TimeSpan.FromSeconds(3));
        for (var i = 0; i < 3; i++) Assert.Null(await counter.TakeAsync());
        Assert.NotNull(await counter.TakeAsync());
    }

    [Fact]
    public async Task Several_are_taken_together_or_not_at_all()
    {
        var counter = _rates.Of(Ten, "alice");
        Assert.Null(await counter.TakeAsync(8));

        Assert.Equal(TimeSpan.FromSeconds(1), await counter.TakeAsync(3));
        Assert.Null(await counter.TakeAsync(2));
    }

    [Fact]
    public async Task More_than_the_maximum_counts_as_the_maximum()
    {
        Assert.Null(await _rates.Of(Ten, "alice").TakeAsync(1_000));
        Assert.NotNull(await _rates.Of(Ten, "alice").TakeAsync());
    }

    [Fact]
    public async Task Each_key_and_each_rule_has_its_own_count()
    {
        Assert.Null(await _rates.Of(Ten, "alice").TakeAsync(10));
        Assert.Null(await _rates.Of(Ten, "bob").TakeAsync(10));
        Assert.Null(await _rates.Of(Ten with { Name = "logins" }, "alice").TakeAsync(10));
        Assert.False(_rates.Of(Ten, "alice").TryTakeNow());
    }

    [Fact]
    public async Task What_is_full_again_is_forgotten_and_a_counter_that_is_still_held_counts_on()
    {
        var held = _rates.Of(Ten, "alice");
        await held.TakeAsync(10);
        _time.Advance(TimeSpan.FromSeconds(25));
        Assert.Equal(0, _rates.Keys);

        await held.TakeAsync(9);
        Assert.True(_rates.Of(Ten, "alice").TryTakeNow());
        Assert.False(_rates.Of(Ten, "alice").TryTakeNow());
        Assert.False(held.TryTakeNow());
    }

    [Fact]
    public async Task Past_the_limit_of_keys_those_that_are_new_count_as_one()
    {
        foreach (var key in (string[])["a", "b", "c"]) await _rates.Of(Ten, key).TakeAsync(10);
        Assert.Null(await _rates.Of(Ten, "d").TakeAsync(10));

        Assert.False(_rates.Of(Ten, "e").TryTakeNow());
    }
}
