using Broker.Actors.Delivery;

namespace Broker.Actors.Hub;

/// <summary>Another node's hub, as this one knows it.</summary>
internal sealed class HubPeer(IActorRef hub)
{
    public IActorRef Hub => hub;

    /// <summary>Of what was told to it last. Another hub, or one before a restart, began elsewhere.</summary>
    public long NumberTold { get; set; } = Random.Shared.NextInt64(1L << 62);

    /// <summary>Of what it has told last; null before that.</summary>
    public long? NumberHeard { get; set; }

    public HashSet<ulong> Clients { get; } = [];

    /// <summary>Those of its clients that get the relay which is being looked at.</summary>
    public List<ulong> To { get; } = [];

    /// <summary>Relays that wait for its window. Their senders' windows and room bound it.</summary>
    public Queue<(ulong[] To, RelayedContents Contents)> Waiting { get; } = new();
}
