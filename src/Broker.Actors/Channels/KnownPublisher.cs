namespace Broker.Actors.Channels;

/// <summary>What a home knows of one publisher: its last batch, and what it was answered.</summary>
internal sealed class KnownPublisher(Incarnation incarnation)
{
    public Incarnation Incarnation { get; } = incarnation;

    /// <summary>Where its results go.</summary>
    public IActorRef Node { get; set; } = ActorRefs.Nobody;

    public long LastNumber { get; set; } = -1;

    /// <summary>The results of the last batch; null while it is staged or being stored.</summary>
    public ChannelProtocol.PublishResults? Results { get; set; }

    /// <summary>True while a batch is staged or being stored.</summary>
    public bool IsUnderWay => LastNumber >= 0 && Results is null;

    public DateTimeOffset SeenAt { get; set; }
}
