using Broker.Actors.Cluster;
using static Broker.Actors.Naming.NameProtocol;

namespace Broker.Actors.Naming;

/// <summary>
/// Names that connections of this node have, by bucket, so that a bucket can be told its own. Only names of
/// users take more than their place in a set.
/// </summary>
internal sealed class NamesHere
{
    private readonly HashSet<string>[] _buckets;
    private readonly Dictionary<string, (string User, int Connections)> _shared = new(StringComparer.Ordinal);
    // Connections that had a name and have not ended yet.
    private readonly Dictionary<string, int> _ending = new(StringComparer.Ordinal);

    /// <param name="buckets">One where nothing else asks for a bucket.</param>
    public NamesHere(int buckets) =>
        _buckets = [.. Enumerable.Range(0, buckets).Select(_ => new HashSet<string>(StringComparer.Ordinal))];

    public bool Contains(string name) => BucketOf(name).Contains(name);

    public IEnumerable<HeldName> Of(int bucket) => _buckets[bucket]
        .Select(name => new HeldName(name, _shared.TryGetValue(name, out var shared) ? shared.User : null));

    public void Add(string name, string? user)
    {
        BucketOf(name).Add(name);
        if (user is not null) _shared[name] = (user, 1);
    }

    /// <summary>One more connection of the user that a name is held for.</summary>
    public bool TryShare(string name, string? user)
    {
        if (!_shared.TryGetValue(name, out var shared) || shared.User != user) return false;

        _shared[name] = (shared.User, shared.Connections + 1);
        return true;
    }

    /// <summary>A connection with this name has ended.</summary>
    /// <returns>True when it was the last.</returns>
    public bool Remove(string name)
    {
        if (_ending.TryGetValue(name, out var ending))
        {
            if (ending > 1) _ending[name] = ending - 1;
            else _ending.Remove(name);
            return false;
        }
        if (_shared.TryGetValue(name, out var shared) && shared.Connections > 1)
        {
            _shared[name] = (shared.User, shared.Connections - 1);
            return false;
        }
        _shared.Remove(name);
        return BucketOf(name).Remove(name);
    }

    /// <summary>Its connections lose the name, and end.</summary>
    public void Lose(string name)
    {
        if (!BucketOf(name).Remove(name)) return;

        var connections = _shared.Remove(name, out var shared) ? shared.Connections : 1;
        _ending[name] = _ending.GetValueOrDefault(name) + connections;
    }

    private HashSet<string> BucketOf(string name) =>
        _buckets.Length == 1 ? _buckets[0] : _buckets[Buckets.Of(name)];
}
