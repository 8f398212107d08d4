using System.Net;
using Broker.Actors.Limits;
using Broker.Gateway.Configuration;
using Broker.Sockets;

namespace Broker.Gateway.Http;

/// <summary>Counts what each address does within a window, over all nodes.</summary>
internal sealed class AddressRates(RateSettings settings, Rates rates) : IReloadable
{
    private volatile RateRule[] _rules = RulesOf(settings);

    public IReadOnlyList<string> Keys { get; } = ["broker.rate"];

    public void Reload(BrokerSettings settings)
    {
        _rules = RulesOf(settings.Rate);
        rates.KeysMax = settings.Rate.KeysMax;
    }

    /// <summary>Counts one, if this node need not ask another for it.</summary>
    public bool TryCountNow(Rate rate, IPAddress? address) => CounterOf(rate, address).TryTakeNow();

    /// <summary>Counts one request, or refuses it: 429 with <c>Retry-After</c>, in whole seconds.</summary>
    public ValueTask CountAsync(Rate rate, HttpContext context) =>
        CountAsync(rate, context.Connection.RemoteIpAddress);

    /// <inheritdoc cref="CountAsync(Rate, HttpContext)"/>
    public async ValueTask CountAsync(Rate rate, IPAddress? address)
    {
        if (await CounterOf(rate, address).TakeAsync() is { } wait)
            throw HttpErrorException.TooMany("too many requests from this address", wait);
    }

    private static RateRule[] RulesOf(RateSettings settings) =>
        [.. Enum.GetValues<Rate>().Select(settings.RuleOf)];

    // Clients without an address have one together.
    private RateCounter CounterOf(Rate rate, IPAddress? address) =>
        rates.Of(_rules[(int)rate], ClientNetwork.Of(address ?? IPAddress.None).ToString());
}
