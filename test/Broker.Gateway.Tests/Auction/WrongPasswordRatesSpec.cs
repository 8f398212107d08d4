using System.Net;
using Broker.Actors.Limits;
using Broker.Gateway.Auction;
using Broker.Gateway.Http;
using Broker.Gateway.Tests.Users;

namespace Broker.Gateway.Tests.Auction;

public sealed class WrongPasswordRatesSpec : IDisposable
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");

    private readonly FakeTimeProvider _time = new();
    private readonly Rates _counters;
    private readonly WrongPasswordRates _rates;

    public WrongPasswordRatesSpec()
    {
        _counters = new Rates(_time, keysMax: 10_000);
        _rates = new WrongPasswordRates(Stage.Settings().Rate, _counters);
    }

    public void Dispose() => _counters.Dispose();

    [Fact]
    public async Task A_name_gets_ten_at_once_then_one_in_six_seconds_then_one_in_a_minute()
    {
        for (var i = 0; i < 10; i++) await _rates.TakeAsync("ann", Here);
        Assert.Equal("6", (await RefusedAsync("ann", Here)).Headers["Retry-After"]);

        var taken = 10;
        for (var second = 0; second < 600; second++, _time.Advance(TimeSpan.FromSeconds(1)))
            if (await IsTakenAsync("ann", Here)) taken++;
        Assert.InRange(taken, 68, 72);
    }

    [Fact]
    public async Task Another_name_and_another_address_are_not_slower()
    {
        for (var i = 0; i < 10; i++) await _rates.TakeAsync("ann", Here);

        await _rates.TakeAsync("bob", Here);
        await _rates.TakeAsync("ann", IPAddress.Parse("192.0.2.2"));
    }

    [Fact]
    public async Task Very_many_addresses_together_are_slower()
    {
        for (var i = 0; i < 600; i++)
            await _rates.TakeAsync("ann", new IPAddress([10, 0, (byte)(i / 10), (byte)(i % 10)]));

        await RefusedAsync("ann", Here);
    }

    [Fact]
    public async Task What_is_taken_back_does_not_count()
    {
        for (var i = 0; i < 100; i++) (await _rates.TakeAsync("ann", Here))();
    }

    private async Task<bool> IsTakenAsync(string name, IPAddress address)
    {
        try
        {
            await _rates.TakeAsync(name, address);
            return true;
        }
        catch (HttpErrorException)
        {
            return false;
        }
    }

    private async Task<HttpErrorException> RefusedAsync(string name, IPAddress address)
    {
        var refusal = await Assert.ThrowsAsync<HttpErrorException>(() => _rates.TakeAsync(name, address));
        Assert.Equal(429, refusal.Status);
        return refusal;
    }
}
