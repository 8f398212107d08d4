using System.Collections;

namespace Broker.Actors.Hub;

/// <summary>
/// Who is connected to the hub, by id: to its connection, or to the hub of another node. All who ask between
/// two changes share one copy of the ids, so that asking costs next to nothing however many there are.
/// </summary>
internal sealed class HubClients
{
    private readonly Dictionary<ulong, IActorRef> _connections = [];
    private readonly SortedSet<ulong> _sorted = [];
    private ulong[]? _shared;

    public void Add(ulong id, IActorRef connection)
    {
        _connections.Add(id, connection);
        _sorted.Add(id);
        _shared = null;
    }

    /// <summary>Removes a client, if it is there.</summary>
    public void Remove(ulong id)
    {
        _connections.Remove(id);
        if (_sorted.Remove(id)) _shared = null;
    }

    /// <summary>The connection of a client; null when it is not connected.</summary>
    public IActorRef? Find(ulong id) => _connections.GetValueOrDefault(id);

    /// <summary>The ids of those whose connection, or whose hub, is one of these.</summary>
    public IEnumerable<ulong> Where(Func<IActorRef, bool> isOne) =>
        _connections.Where(client => isOne(client.Value)).Select(client => client.Key);

    /// <summary>Every id but one, ascending. Later changes do not show in it.</summary>
    public IReadOnlyList<ulong> AllBut(ulong id)
    {
        _shared ??= [.. _sorted];
        var index = Array.BinarySearch(_shared, id);
        return index < 0 ? _shared : new Others(_shared, index);
    }

    private sealed class Others(ulong[] ids, int without) : IReadOnlyList<ulong>
    {
        public int Count => ids.Length - 1;

        public ulong this[int index] => ids[index < without ? index : index + 1];

        public IEnumerator<ulong> GetEnumerator()
        {
            for (var i = 0; i < Count; i++) yield return this[i];
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
