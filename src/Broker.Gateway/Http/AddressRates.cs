using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Broker.Sockets;

namespace Broker.Gateway.Http;

/// <summary>
/// Counts what each address does within a window. One limiter for all rates, since each has a timer of its
/// own; the framework forgets an address that has been quiet for some seconds.
/// </summary>
internal sealed class AddressRates(RateSettings settings) : IDisposable
{

    private readonly PartitionedRateLimiter<(Rate Rate, IPAddress)> _limiter =
        PartitionedRateLimiter.Create<(Rate Rate, IPAddress), (Rate Rate, IPAddress)>(
            key => RateLimitPartition.GetFixedWindowLimiter(key, k => Options(k.Rate, settings)));

    /// <summary>Counts one.</summary>
    /// <param name="rate">Of what.</param>
    /// <param name="address">Null is one address: that of clients without any.</param>
    /// <returns>Null when there was room, else how long to wait.</returns>
    public TimeSpan? TryCount(Rate rate, IPAddress? address)
    {
        var network = ClientNetwork.Of(address ?? IPAddress.None);
        using var lease = _limiter.AttemptAcquire((rate, network));
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : settings.Window;
    }

    /// <summary>Counts one request, or refuses it: 429 with <c>Retry-After</c>, in whole seconds.</summary>
    public void Count(Rate rate, HttpContext context)
    {
        if (TryCount(rate, context.Connection.RemoteIpAddress) is not { } wait) return;

        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        throw new HttpErrorException(
            StatusCodes.Status429TooManyRequests, "too many requests from this address")
        {
            Headers = new Dictionary<string, string>
            {
                ["Retry-After"] = seconds.ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    public void Dispose() => _limiter.Dispose();

    private static int MaxOf(Rate rate, RateSettings settings) => rate switch
    {
        Rate.Tokens => settings.TokensMax,
        Rate.SocketTokens => settings.SocketTokensMax,
        Rate.Messages => settings.MessagesMax,
        Rate.Connects => settings.ConnectsMax,
        Rate.SignUps => settings.SignUpsMax,
        Rate.Logins => settings.LoginsMax,
        _ => throw new InvalidOperationException($"there is no limit for {rate}"),
    };

    private static FixedWindowRateLimiterOptions Options(Rate rate, RateSettings settings) => new()
    {
        PermitLimit = MaxOf(rate, settings),
        Window = settings.Window,
        // The partitioned limiter sees to that for all of them.
        AutoReplenishment = false,
    };
}
