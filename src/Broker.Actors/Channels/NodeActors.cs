namespace Broker.Actors.Channels;

/// <summary>
/// The actors of one node that know each other: each is set once, before any of them gets a message.
/// </summary>
public sealed class NodeActors
{
    private IActorRef[] _peers = [];
    private long _lastId = Random.Shared.NextInt64(1L << 62);
    private readonly long _process = Random.Shared.NextInt64();
    private int _starts;
    private int _unmet;

    /// <summary>The parent of all homes: an <c>EntityParent</c>, or in a cluster a shard region.</summary>
    public IActorRef Homes { get; set; } = ActorRefs.Nobody;

    /// <summary>The <see cref="NodeActor"/>.</summary>
    public IActorRef Node { get; set; } = ActorRefs.Nobody;

    /// <summary>The <see cref="PublisherActor"/>.</summary>
    public IActorRef Publisher { get; set; } = ActorRefs.Nobody;

    /// <summary>The <see cref="ChannelListActor"/>.</summary>
    public IActorRef ChannelList { get; set; } = ActorRefs.Nobody;

    /// <summary>The parent of this node's local channels.</summary>
    public IActorRef LocalChannels { get; set; } = ActorRefs.Nobody;

    /// <summary>The <see cref="NodeActor"/>s of the other nodes. Safe from any thread.</summary>
    public IReadOnlyList<IActorRef> Peers
    {
        get => Volatile.Read(ref _peers);
        internal set => Volatile.Write(ref _peers, [.. value]);
    }

    /// <summary>
    /// How many other nodes there are that this one has not met yet: they are no <see cref="Peers"/>, and may
    /// be attached to what starts here. Safe from any thread.
    /// </summary>
    public int Unmet
    {
        get => Volatile.Read(ref _unmet);
        internal set => Volatile.Write(ref _unmet, value);
    }

    /// <summary>A publisher starts: what it signs its batches with. Safe from any thread.</summary>
    public Incarnation NextIncarnation() => new(_process, Interlocked.Increment(ref _starts));

    /// <summary>
    /// An id that no attachment and no reader of this node has had, nor one of an earlier process. Safe from
    /// any thread.
    /// </summary>
    public long NextId() => Interlocked.Increment(ref _lastId);
}
