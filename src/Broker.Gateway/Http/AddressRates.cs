using System.Globalization;
using System.Net;
using Broker.Actors.Limits;
using Broker.Sockets;

namespace Broker.Gateway.Http;

/// <summary>Counts what each address does within a window, over all nodes.</summary>
internal sealed class AddressRates(RateSettings settings, Rates rates)
{
    private readonly RateRule[] _rules = [.. Enum.GetValues<Rate>().Select(settings.RuleOf)];

    /// <summary>Counts one, if this node has room now. If not, <see cref="CountAsync"/> asks.</summary>
    public bool TryCountNow(Rate rate, IPAddress? address) => CounterOf(rate, address).TryTakeNow();

    /// <summary>Counts one request, or refuses it: 429 with <c>Retry-After</c>, in whole seconds.</summary>
    public async ValueTask CountAsync(Rate rate, HttpContext context)
    {
        if (await CounterOf(rate, context.Connection.RemoteIpAddress).TakeAsync() is not { } wait) return;

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

    // Clients without an address have one together.
    private RateCounter CounterOf(Rate rate, IPAddress? address) =>
        rates.Of(_rules[(int)rate], ClientNetwork.Of(address ?? IPAddress.None).ToString());
}
