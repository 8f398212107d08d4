using System.Net;
using Broker.Actors.Limits;
using Broker.Gateway.Configuration;
using Broker.Gateway.Http;
using Broker.Sockets;

namespace Broker.Gateway.Auction;

/// <summary>
/// How many wrong passwords a name may get, over all nodes: some at once, then slower, then slower still. Its
/// owner at another address is stopped only by very many.
/// </summary>
internal sealed class WrongPasswordRates(RateSettings settings, Rates rates) : IReloadable
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private volatile Rules _rules = Rules.Of(settings);

    public IReadOnlyList<string> Keys { get; } = ["broker.rate"];

    public void Reload(BrokerSettings settings) => _rules = Rules.Of(settings.Rate);

    /// <summary>Counts a password as wrong before it is known to be.</summary>
    /// <returns>Takes that back.</returns>
    /// <exception cref="HttpErrorException">429: there were too many.</exception>
    public async Task<Action> TakeAsync(string name, IPAddress? address)
    {
        var pair = $"{ClientNetwork.Of(address ?? IPAddress.None)} {name}";
        var rules = _rules;
        RateCounter[] counters =
            [rates.Of(rules.First, pair), rates.Of(rules.Hourly, pair), rates.Of(rules.OfName, name)];
        for (var i = 0; i < counters.Length; i++)
        {
            if (await counters[i].TakeAsync() is not { } wait) continue;

            Return(counters[..i]);
            throw HttpErrorException.TooMany("too many wrong passwords for this name", wait);
        }
        return () => Return(counters);
    }

    private static void Return(RateCounter[] counters)
    {
        foreach (var counter in counters) counter.Return();
    }

    private sealed record Rules(RateRule First, RateRule Hourly, RateRule OfName)
    {
        public static Rules Of(RateSettings settings) => new(
            Rule("WrongPasswords", settings.WrongPasswordsMax, settings.LoginsWindow),
            Rule("WrongPasswordsHourly", settings.WrongPasswordsHourlyMax, Hour),
            Rule("WrongPasswordsOfName", settings.WrongPasswordsOfNameMax, Hour));

        // After a reload it counts anew.
        private static RateRule Rule(string name, int max, TimeSpan window) =>
            new($"{name} {max} in {window}", max, window);
    }
}
