using System.Collections.Concurrent;

namespace Broker.Actors.Telemetry;

/// <summary>
/// How often each reason came up. Reasons are constants of the program, never text of a client, so there are
/// few. Safe from any thread.
/// </summary>
public sealed class ReasonTotals
{
    private readonly ConcurrentDictionary<string, long> _totals = new(StringComparer.Ordinal);

    /// <summary>Those that came up so far, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> All =>
        [.. _totals.OrderBy(reason => reason.Key, StringComparer.Ordinal)];

    public void Add(string reason) => _totals.AddOrUpdate(reason, 1, static (_, count) => count + 1);
}
