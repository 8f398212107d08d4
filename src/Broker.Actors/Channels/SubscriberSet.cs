using Broker.Actors.Connections;

namespace Broker.Actors.Channels;

/// <summary>
/// The subscribers of one channel, grouped by encoding so that a batch is encoded once per group.
/// Adding, removing and finding are constant time; removal swaps with the last.
/// </summary>
internal sealed class SubscriberSet
{
    private readonly Dictionary<IActorRef, Subscriber> _byRef = [];
    private readonly List<EncodingGroup> _groups = [];

    public int Count => _byRef.Count;

    public IReadOnlyList<EncodingGroup> Groups => _groups;

    public IEnumerable<IActorRef> Refs => _byRef.Keys;

    public bool Contains(IActorRef subscriber) => _byRef.ContainsKey(subscriber);

    public void Add(IActorRef subscriber, Outbox outbox, IWireEncoding encoding)
    {
        var group = _groups.Find(g => ReferenceEquals(g.Encoding, encoding));
        if (group is null) _groups.Add(group = new EncodingGroup(encoding));

        _byRef.Add(subscriber, group.Add(subscriber, outbox));
    }

    /// <summary>From here on a subscriber reads other bytes.</summary>
    public void Move(IActorRef subscriber, IWireEncoding encoding)
    {
        var entry = _byRef[subscriber];
        if (ReferenceEquals(entry.Group.Encoding, encoding)) return;

        Remove(subscriber);
        Add(subscriber, entry.Outbox, encoding);
    }

    public bool Remove(IActorRef subscriber)
    {
        if (!_byRef.Remove(subscriber, out var entry)) return false;

        entry.Group.Remove(entry);
        if (entry.Group.Count == 0) _groups.Remove(entry.Group);
        return true;
    }

    /// <summary>Subscribers that read the same bytes.</summary>
    internal sealed class EncodingGroup(IWireEncoding encoding)
    {
        private readonly List<Subscriber> _members = [];

        public IWireEncoding Encoding { get; } = encoding;

        public int Count => _members.Count;

        public Subscriber this[int index] => _members[index];

        public Subscriber Add(IActorRef subscriber, Outbox outbox)
        {
            var entry = new Subscriber(subscriber, outbox, this) { Index = _members.Count };
            _members.Add(entry);
            return entry;
        }

        public void Remove(Subscriber entry)
        {
            var last = _members[^1];
            _members[entry.Index] = last;
            last.Index = entry.Index;
            _members.RemoveAt(_members.Count - 1);
        }
    }

    internal sealed class Subscriber(IActorRef actor, Outbox outbox, EncodingGroup group)
    {
        public IActorRef Ref { get; } = actor;

        public Outbox Outbox { get; } = outbox;

        public EncodingGroup Group { get; } = group;

        public int Index { get; set; }
    }
}
