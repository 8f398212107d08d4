using System.Net;
using Broker.Actors.Limits;
using Broker.Gateway.Http;
using Microsoft.AspNetCore.Http;

namespace Broker.Gateway.Tests.Http;

/// <summary>The window is a day, so that none ends while a spec runs.</summary>
public sealed class AddressRatesSpec : IDisposable
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");

    private static readonly RateSettings Limits = new(
        TimeSpan.FromDays(1), KeysMax: 1000, TokensMax: 1, SocketTokensMax: 2, MessagesMax: 3, ConnectsMax: 4,
        SignUpsMax: 5, LoginRequestsMax: 7, LoginsMax: 6, LoginsWindow: TimeSpan.FromDays(1),
        WrongPasswordsMax: 1, WrongPasswordsHourlyMax: 1, WrongPasswordsOfNameMax: 1);

    private readonly Rates _counters = new(TimeProvider.System, Limits.KeysMax);
    private readonly AddressRates _rates;

    public AddressRatesSpec() => _rates = new AddressRates(Limits, _counters);

    public void Dispose() => _counters.Dispose();

    [Fact]
    public void Each_rate_has_its_own_count()
    {
        Assert.Equal(1, Counted(Rate.Tokens, Here));
        Assert.Equal(2, Counted(Rate.SocketTokens, Here));
        Assert.Equal(3, Counted(Rate.Messages, Here));
        Assert.Equal(4, Counted(Rate.Connects, Here));
        Assert.Equal(5, Counted(Rate.SignUps, Here));
        Assert.Equal(6, Counted(Rate.Logins, Here));
        Assert.Equal(7, Counted(Rate.LoginRequests, Here));
    }

    [Fact]
    public void Each_address_has_its_own_count()
    {
        Assert.Equal(1, Counted(Rate.Tokens, Here));
        Assert.Equal(1, Counted(Rate.Tokens, IPAddress.Parse("192.0.2.2")));
        Assert.Equal(1, Counted(Rate.Tokens, address: null));
        Assert.Equal(0, Counted(Rate.Tokens, address: null));
    }

    [Fact]
    public async Task Who_is_refused_is_told_for_how_long()
    {
        var context = new DefaultHttpContext { Connection = { RemoteIpAddress = Here } };
        await _rates.CountAsync(Rate.Tokens, context);

        var refusal = await Assert.ThrowsAsync<HttpErrorException>(
            () => _rates.CountAsync(Rate.Tokens, context).AsTask());
        Assert.Equal(429, refusal.Status);
        Assert.InRange(
            int.Parse(refusal.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture),
            1, 24 * 3600);
    }

    private int Counted(Rate rate, IPAddress? address) =>
        Enumerable.Range(0, 10).TakeWhile(_ => _rates.TryCountNow(rate, address)).Count();
}
