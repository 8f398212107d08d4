using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// What a node's gateways and connections say to its channels, its publisher and its <see cref="NodeActor"/>.
/// None of it leaves the process: it may hold outboxes and delegates.
/// </summary>
public static class LocalChannelProtocol
{
    /// <summary>A message for this node's part of a channel: its parent routes on the name.</summary>
    public interface ILocalChannelCommand : INoSerializationVerificationNeeded
    {
        ChannelName Channel { get; }
    }

    /// <summary>
    /// Join a channel. The answer is <see cref="Subscribed"/> or <see cref="Rejected"/>, to the sender.
    /// </summary>
    /// <param name="Subscriber">
    /// Leaves by <see cref="Unsubscribe"/>, or when it ends by <see cref="SubscriberStopped"/>. Nothing
    /// watches it.
    /// </param>
    /// <param name="Outbox">Where deliveries go, without passing through the subscriber.</param>
    /// <param name="Encoding">How they look.</param>
    public sealed record Subscribe(
        ChannelName Channel, IActorRef Subscriber, Outbox Outbox, IWireEncoding Encoding)
        : ILocalChannelCommand
    {
        /// <summary>Replay what follows this point before going live. Null: live only.</summary>
        public StreamPosition? Since { get; init; }

        /// <summary>
        /// Makes the frame that goes into the outbox before every delivery. The local channel calls it,
        /// because an answer on its way through the subscriber's mailbox could be overtaken.
        /// </summary>
        public Func<Subscribed, ReadOnlyMemory<byte>>? Greeting { get; init; }
    }

    /// <summary>Answered by <see cref="Unsubscribed"/>, also when there was no subscription.</summary>
    public sealed record Unsubscribe(ChannelName Channel, IActorRef Subscriber) : ILocalChannelCommand;

    /// <summary>
    /// The subscriber has ended. It sends this to every channel that it joined or asked to join. There is no
    /// answer, and no limit refuses it.
    /// </summary>
    public sealed record SubscriberStopped(ChannelName Channel, IActorRef Subscriber)
        : ILocalChannelCommand, IDeadLetterSuppression;

    /// <summary>The caller is in.</summary>
    /// <param name="Subscribers">On all nodes, the caller included.</param>
    /// <param name="Continuous">False when something since the point asked for may be missing.</param>
    public sealed record Subscribed(
        ChannelName Channel, int Subscribers, long Offset, string Epoch, bool Continuous = true)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    public sealed record Unsubscribed(ChannelName Channel) : INoSerializationVerificationNeeded;

    public sealed record Rejected(ChannelName Channel, RejectReason Reason)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>To a subscriber, once: its outbox refused a delivery.</summary>
    public sealed record SlowConsumer(ChannelName Channel)
        : INoSerializationVerificationNeeded, IDeadLetterSuppression;

    /// <summary>To each subscriber of a local channel that failed.</summary>
    public sealed record ChannelLost(ChannelName Channel) : INoSerializationVerificationNeeded;

    /// <summary>
    /// To the publisher: one publication, which has entered the budget. Its result goes to
    /// <see cref="Reply"/>, at most <c>publish-timeout</c> later.
    /// </summary>
    public sealed record Publish(
        ChannelName Channel, string Sender, ReadOnlyMemory<byte> Content, bool IsText)
        : INoSerializationVerificationNeeded
    {
        /// <summary>
        /// Within the window, a second publication with the same key is answered as the first.
        /// </summary>
        public string? IdempotencyKey { get; init; }

        /// <summary>Where the result goes; null where no one waits for it.</summary>
        public IPublishReply? Reply { get; init; }

        /// <summary>When it was accepted: <see cref="PublishAdmission.Now"/>.</summary>
        public required long AcceptedAt { get; init; }

        /// <summary>Where it is traced: <see cref="PublishSpans.Begin"/>.</summary>
        public TraceMark? Trace { get; init; }

        /// <summary>The subscriber that does not get it: its own sender, where that is a setting.</summary>
        public IActorRef? Except { get; init; }
    }

    /// <summary>
    /// To the <see cref="NodeActor"/>: what a channel keeps after a point, without joining it. Answered by
    /// <see cref="HistoryRead"/>, or by <see cref="Rejected"/>.
    /// </summary>
    public sealed record ReadChannel(ChannelName Channel, StreamPosition Since)
        : INoSerializationVerificationNeeded;

    /// <param name="Publications">Oldest first.</param>
    /// <param name="Offset">The channel's last.</param>
    /// <param name="Continuous">False when something after the point may be missing.</param>
    public sealed record HistoryRead(
        ChannelName Channel,
        IReadOnlyList<Publication> Publications,
        long Offset,
        string Epoch,
        bool Continuous) : INoSerializationVerificationNeeded;

    /// <summary>
    /// To the <see cref="ChannelListActor"/>: the public channels that have a subscriber on any node.
    /// </summary>
    public sealed record ListChannels : INoSerializationVerificationNeeded
    {
        public static readonly ListChannels Instance = new();
    }

    /// <param name="Names">Sorted by ordinal.</param>
    public sealed record ChannelList(IReadOnlyList<string> Names) : INoSerializationVerificationNeeded;

    /// <summary>
    /// To the <see cref="ChannelListActor"/>: how many public channels have a subscriber.
    /// </summary>
    public sealed record CountChannels : INoSerializationVerificationNeeded
    {
        public static readonly CountChannels Instance = new();
    }

    /// <param name="Channels">Those with one on this node.</param>
    /// <param name="OfAllNodes">Those with one on any node.</param>
    public sealed record ChannelCount(int Channels, int OfAllNodes) : INoSerializationVerificationNeeded;

    /// <summary>From the <see cref="NodeActor"/> to the publisher: a home has sent something.</summary>
    /// <param name="Room">That of the local channel; null where there is none any more.</param>
    internal sealed record Arrived(Batch Batch, LocalRoom? Room) : INoSerializationVerificationNeeded;

    /// <summary>
    /// From the publisher to a local channel: contents whose results are handed over. They hold room in the
    /// budget until they are in all outboxes.
    /// </summary>
    /// <param name="OwedBytes">The room, in bytes of content.</param>
    /// <param name="Own">
    /// What this node knows of the publications that came from it; null where none did.
    /// </param>
    internal sealed record Contents(Batch Batch, int OwedBytes, int OwedPublications, OwnPublications? Own)
        : INoSerializationVerificationNeeded;

    /// <summary>
    /// From the <see cref="NodeActor"/> to a local channel: its home calls the roll. It repeats its last
    /// request: a home that does not know the attachment says so.
    /// </summary>
    internal sealed record RollCalled : INoSerializationVerificationNeeded
    {
        public static readonly RollCalled Instance = new();
    }

    /// <summary>From a home to its own node: another node is attached.</summary>
    internal sealed record Serving(IActorRef Node, ChannelName Channel, long AttachId)
        : INoSerializationVerificationNeeded;

    /// <summary>That attachment has ended.</summary>
    internal sealed record Released(IActorRef Node, long AttachId) : INoSerializationVerificationNeeded;

    /// <summary>From a home that starts to its own node: see <see cref="RollCall"/>.</summary>
    internal sealed record CallRoll(ChannelName Channel) : INoSerializationVerificationNeeded;

    /// <summary>The answer: a node has no subscriber of the channel, or is gone.</summary>
    internal sealed record NotHere(IActorRef Node) : INoSerializationVerificationNeeded;

    /// <summary>
    /// From a local channel to the <see cref="NodeActor"/>: messages for this id go to that channel.
    /// </summary>
    internal sealed record RegisterAttachment(ChannelName Channel, long Id, LocalRoom Room)
        : INoSerializationVerificationNeeded;

    /// <summary>The id is not used any more.</summary>
    internal sealed record UnregisterAttachment(long Id) : INoSerializationVerificationNeeded;

    /// <summary>
    /// From a local channel to the <see cref="ChannelListActor"/>: it has its first subscriber on this node.
    /// </summary>
    internal sealed record Occupied(ChannelName Channel) : INoSerializationVerificationNeeded;

    /// <summary>The channel's last subscriber on this node has left.</summary>
    internal sealed record Vacated(ChannelName Channel) : INoSerializationVerificationNeeded;

    /// <summary>
    /// From a local channel to the <see cref="NodeActor"/>: contents of another node's home are in all
    /// outboxes.
    /// </summary>
    internal sealed record HandedOver(IActorRef HomeNode, Confirmed Confirmed, int Bytes)
        : INoSerializationVerificationNeeded;

    // From a local channel to itself only.
    internal sealed record Flush : INoSerializationVerificationNeeded
    {
        public static readonly Flush Instance = new();
    }

    internal sealed record Tick : INoSerializationVerificationNeeded
    {
        public static readonly Tick Instance = new();
    }

    // From a publisher to itself: it forgets channels to which no one publishes.
    internal sealed record Sweep : INoSerializationVerificationNeeded
    {
        public static readonly Sweep Instance = new();
    }
}
