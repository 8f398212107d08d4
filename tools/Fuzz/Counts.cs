using System.Collections.Concurrent;

namespace Broker.Fuzz;

/// <summary>How much was sent, by kind.</summary>
internal sealed class Counts
{
    private readonly ConcurrentDictionary<string, (long Inputs, long Bytes)> _byKind = [];

    public IEnumerable<(string Kind, long Inputs, long Bytes)> All =>
        _byKind.OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => (one.Key, one.Value.Inputs, one.Value.Bytes));

    public long Inputs => _byKind.Values.Sum(one => one.Inputs);

    public void Add(string kind, int bytes) =>
        _byKind.AddOrUpdate(kind, (1, bytes), (_, known) => (known.Inputs + 1, known.Bytes + bytes));
}
