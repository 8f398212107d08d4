namespace Broker.Actors.Delivery;

/// <summary>
/// The subscribers of one channel, grouped by encoding so that a batch is encoded once per group.
/// Adding, removing and finding are constant time; removal swaps with the last.
/// </summary>
internal sealed class SubscriberSet
{
    private readonly Dictionary<IActorRef, Place> _places = [];
    private readonly List<EncodingGroup> _groups = [];

    public int Count => _places.Count;

    public IReadOnlyList<EncodingGroup> Groups => _groups;

    public IEnumerable<IActorRef> Refs => _places.Keys;

    public bool Contains(IActorRef subscriber) => _places.ContainsKey(subscriber);

    public void Add(IActorRef subscriber, Outbox outbox, IWireEncoding encoding)
    {
        var group = _groups.Find(g => ReferenceEquals(g.Encoding, encoding));
        if (group is null) _groups.Add(group = new EncodingGroup(encoding));

        _places.Add(subscriber, new Place(group, group.Count));
        group.Add(new Subscriber(subscriber, outbox));
    }

    /// <summary>From here on a subscriber reads other bytes.</summary>
    public void Move(IActorRef subscriber, IWireEncoding encoding)
    {
        var place = _places[subscriber];
        if (ReferenceEquals(place.Group.Encoding, encoding)) return;

        var outbox = place.Group[place.Index].Outbox;
        Remove(subscriber);
        Add(subscriber, outbox, encoding);
    }

    public bool Remove(IActorRef subscriber)
    {
        if (!_places.Remove(subscriber, out var place)) return false;

        var group = place.Group;
        if (group.RemoveAt(place.Index) is { } moved) _places[moved] = place;
        if (group.Count == 0) _groups.Remove(group);
        return true;
    }

    /// <summary>Subscribers that read the same bytes.</summary>
    internal sealed class EncodingGroup(IWireEncoding encoding)
    {
        private readonly List<Subscriber> _members = [];

        public IWireEncoding Encoding { get; } = encoding;

        public int Count => _members.Count;

        public Subscriber this[int index] => _members[index];

        public void Add(Subscriber subscriber) => _members.Add(subscriber);

        /// <returns>The subscriber that has this place now; null if none has.</returns>
        public IActorRef? RemoveAt(int index)
        {
            var last = _members[^1];
            _members.RemoveAt(_members.Count - 1);
            if (index == _members.Count) return null;

            _members[index] = last;
            return last.Ref;
        }
    }

    // A value: an object for each subscription would cost every idle subscriber 24 bytes more.
    internal readonly record struct Subscriber(IActorRef Ref, Outbox Outbox);

    private readonly record struct Place(EncodingGroup Group, int Index);
}
