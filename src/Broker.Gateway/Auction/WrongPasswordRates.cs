using System.Net;
using Broker.Actors.Limits;
using Broker.Gateway.Http;
using Broker.Sockets;

namespace Broker.Gateway.Auction;

/// <summary>
/// How many wrong passwords a name may get, over all nodes: some at once, then slower, then slower still. Its
/// owner at another address is stopped only by very many.
/// </summary>
internal sealed class WrongPasswordRates(RateSettings settings, Rates rates)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly RateRule _first =
        new("WrongPasswords", settings.WrongPasswordsMax, settings.LoginsWindow);

    private readonly RateRule _hourly = new("WrongPasswordsHourly", settings.WrongPasswordsHourlyMax, Hour);
    private readonly RateRule _ofName = new("WrongPasswordsOfName", settings.WrongPasswordsOfNameMax, Hour);

    /// <summary>Counts a password as wrong before it is known to be.</summary>
    /// <returns>Takes that back.</returns>
    /// <exception cref="HttpErrorException">429: there were too many.</exception>
    public async Task<Action> TakeAsync(string name, IPAddress? address)
    {
        var pair = $"{ClientNetwork.Of(address ?? IPAddress.None)} {name}";
        RateCounter[] counters =
            [rates.Of(_first, pair), rates.Of(_hourly, pair), rates.Of(_ofName, name)];
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
}
