using System.Collections;

namespace Broker.Actors.Hub;

/// <summary>
/// Who is connected to the hub, by id. All who ask between two changes share one copy of the ids, so that
/// asking costs next to nothing however many there are.
/// </summary>
internal sealed class HubClients
{
    private readonly SortedSet<ulong> _sorted = [];
    private ulong[]? _shared;

    public void Add(ulong id)
    {
        _sorted.Add(id);
        _shared = null;
    }

    /// <returns>False if it was not there.</returns>
    public bool Remove(ulong id)
    {
        if (!_sorted.Remove(id)) return false;

        _shared = null;
        return true;
    }

    /// <summary>Every id but one, ascending. Later changes do not show in it.</summary>
    public IReadOnlyList<ulong> AllBut(ulong id)
    {
        _shared ??= [.. _sorted];
        return AllBut(_shared, id);
    }

    /// <param name="ids">Ascending; not copied.</param>
    /// <param name="id">The one to leave out.</param>
    public static IReadOnlyList<ulong> AllBut(ulong[] ids, ulong id)
    {
        var index = Array.BinarySearch(ids, id);
        return index < 0 ? ids : new Others(ids, index);
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
