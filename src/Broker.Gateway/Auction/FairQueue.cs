namespace Broker.Gateway.Auction;

/// <summary>
/// A queue in which groups take turns, and within each group its own groups: addresses, say, and the names
/// that each of them asks for. So one that asks often waits for itself, and the others do not. Not safe for
/// several threads.
/// </summary>
/// <param name="max">Of all; then of one group at each depth.</param>
internal sealed class FairQueue<T>(params int[] max)
{
    private readonly Group _all = new(parent: null, "");

    public int Count => _all.Count;

    /// <param name="path">The groups of the item, the outermost first: one for each depth.</param>
    /// <returns>The place of the item; null where there is no room.</returns>
    public Place? TryAdd(T item, params string[] path)
    {
        if (!HasRoom(path)) return null;

        var group = _all;
        foreach (var key in path) group = group.Of(key);
        return group.Add(item);
    }

    /// <summary>Takes the item whose turn it is.</summary>
    /// <returns>Null where none waits.</returns>
    public Place? TryTake()
    {
        var group = _all;
        while (group.NextTurn() is { } inner) group = inner;
        if (group.First is not { } place) return null;

        place.Leave();
        return place;
    }

    private bool HasRoom(string[] path)
    {
        var group = _all;
        for (var depth = 0; group is not null; depth++)
        {
            if (group.Count >= max[depth]) return false;
            group = depth < path.Length ? group.Find(path[depth]) : null;
        }
        return true;
    }

    /// <summary>Where an item waits.</summary>
    internal sealed class Place(Group group, T item)
    {
        public T Item { get; } = item;

        /// <summary>Leaves the queue, once.</summary>
        public void Leave() => group.Remove(this);
    }

    /// <summary>Items that wait in order, or groups that take turns.</summary>
    internal sealed class Group(Group? parent, string key)
    {
        private readonly Dictionary<string, LinkedListNode<Group>> _byKey = new(StringComparer.Ordinal);
        private readonly LinkedList<Group> _turns = new();
        private readonly LinkedList<Place> _places = new();

        public int Count { get; private set; }

        public Place? First => _places.First?.Value;

        public Group? Find(string inner) => _byKey.GetValueOrDefault(inner)?.Value;

        public Group Of(string inner)
        {
            if (!_byKey.TryGetValue(inner, out var turn))
                _byKey.Add(inner, turn = _turns.AddLast(new Group(this, inner)));
            return turn.Value;
        }

        public Group? NextTurn()
        {
            if (_turns.First is not { } turn) return null;

            _turns.RemoveFirst();
            _turns.AddLast(turn);
            return turn.Value;
        }

        public Place Add(T item)
        {
            for (var group = this; group is not null; group = group.Outer) group.Count++;
            return _places.AddLast(new Place(this, item)).Value;
        }

        public void Remove(Place place)
        {
            if (!_places.Remove(place)) return;

            for (var group = this; group is not null; group = group.Outer)
                if (--group.Count == 0) group.Outer?.Forget(group);
        }

        private Group? Outer { get; } = parent;

        private string Key { get; } = key;

        private void Forget(Group inner)
        {
            if (_byKey.Remove(inner.Key, out var turn)) _turns.Remove(turn);
        }
    }
}
