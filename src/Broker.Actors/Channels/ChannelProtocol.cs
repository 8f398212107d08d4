using Broker.Actors.Delivery;
using Broker.Actors.Journal;
using Broker.Actors.Telemetry;

namespace Broker.Actors.Channels;

/// <summary>Every message a channel or the channel registry accepts or sends.</summary>
public static class ChannelProtocol
{
    /// <summary>A request for one channel. The registry routes on <see cref="Channel"/>.</summary>
    public interface IChannelCommand
    {
        ChannelName Channel { get; }
    }

    /// <summary>
    /// Join a channel. The answer is <see cref="Subscribed"/> or <see cref="Rejected"/>, to the sender.
    /// </summary>
    /// <param name="Channel">The channel; it starts to exist if it does not.</param>
    /// <param name="Subscriber">
    /// Leaves by <see cref="Unsubscribe"/>, or when it ends by <see cref="SubscriberStopped"/>. Nothing
    /// watches it.
    /// </param>
    /// <param name="Outbox">Where deliveries go, without passing through the subscriber.</param>
    /// <param name="Encoding">How they look.</param>
    public sealed record Subscribe(
        ChannelName Channel, IActorRef Subscriber, Outbox Outbox, IWireEncoding Encoding) : IChannelCommand
    {
        /// <summary>
        /// Replay what the history has after this point, before going live. Null: live only.
        /// </summary>
        public StreamPosition? Since { get; init; }

        /// <summary>
        /// Makes the frame that goes into the outbox ahead of every delivery. The channel calls it as it lets
        /// the subscriber in, because an answer on its way through the subscriber's mailbox could be
        /// overtaken.
        /// </summary>
        public Func<Subscribed, ReadOnlyMemory<byte>>? Greeting { get; init; }
    }

    /// <summary>Answered by <see cref="Unsubscribed"/>, also when there was no subscription.</summary>
    public sealed record Unsubscribe(ChannelName Channel, IActorRef Subscriber) : IChannelCommand;

    /// <summary>
    /// The subscriber has ended. It sends this through the registry to every channel that it joined or asked
    /// to join; there is no answer, and no limit refuses it.
    /// </summary>
    internal sealed record SubscriberStopped(ChannelName Channel, IActorRef Subscriber)
        : IChannelCommand, IDeadLetterSuppression;

    /// <summary>
    /// Publish. With <see cref="Receipt"/> the sender is answered by <see cref="Published"/> or
    /// <see cref="Rejected"/> after the fan-out; without it there is no answer.
    /// </summary>
    public sealed record Publish(
        ChannelName Channel, string Sender, ReadOnlyMemory<byte> Content, bool IsText) : IChannelCommand
    {
        public bool Receipt { get; init; }

        /// <summary>
        /// Within the window, a second publication with the same key is answered as the first.
        /// </summary>
        public string? IdempotencyKey { get; init; }

        /// <summary>
        /// When it was let in, by <see cref="PublishAdmission.Now"/>; 0 where nobody noted it.
        /// </summary>
        public long AcceptedAt { get; init; }

        /// <summary>Where it is traced: <see cref="PublishSpans.Begin"/>.</summary>
        public TraceMark? Trace { get; init; }

        /// <summary>See <see cref="Publication.Except"/>.</summary>
        public IActorRef? Except { get; init; }

        /// <summary>
        /// Puts the publisher's answer into its outbox, for a channel whose publications are stored: called
        /// when this one is, before any subscriber gets it.
        /// </summary>
        public Action? Acknowledge { get; init; }
    }

    /// <summary>
    /// What the channel keeps after a point, without joining it: <see cref="HistoryRead"/>, or
    /// <see cref="Rejected"/>, to the sender. A channel that does not exist keeps nothing.
    /// </summary>
    public sealed record ReadHistory(ChannelName Channel, StreamPosition Since) : IChannelCommand;

    /// <summary>
    /// To the registry: contents for several private channels that keep no history. Every one of them, there
    /// or not, settles the contents; nobody is answered.
    /// </summary>
    public sealed record Relay(IReadOnlyList<ChannelName> To, RelayedContents Contents)
    {
        /// <summary>Another node has sent it here: it goes no further.</summary>
        internal bool IsFromElsewhere { get; init; }
    }

    /// <summary>The public channels that have a subscriber: <see cref="Channels"/>, to the sender.</summary>
    public sealed record ListChannels
    {
        public static readonly ListChannels Instance = new();
    }

    /// <summary>How many those are: <see cref="ChannelCount"/>, to the sender.</summary>
    public sealed record CountChannels
    {
        public static readonly CountChannels Instance = new();
    }

    public sealed record ChannelCount(int Channels);

    /// <summary>The caller is in; <paramref name="Subscribers"/> counts it.</summary>
    public sealed record Subscribed(ChannelName Channel, int Subscribers, long Offset, string Epoch)
    {
        /// <summary>
        /// False when the history cannot prove that nothing is missing since the point asked for.
        /// </summary>
        public bool Continuous { get; init; } = true;
    }

    public sealed record Unsubscribed(ChannelName Channel);

    public sealed record Published(Receipt Receipt);

    /// <param name="Channel">The channel that was read.</param>
    /// <param name="Publications">Oldest first.</param>
    /// <param name="Offset">The channel's last; 0 when no channel exists.</param>
    /// <param name="Epoch">What offsets are comparable within; empty when no channel exists.</param>
    /// <param name="Continuous">False when something after the point may be missing.</param>
    public sealed record HistoryRead(
        ChannelName Channel,
        IReadOnlyList<Publication> Publications,
        long Offset,
        string Epoch,
        bool Continuous);

    public sealed record Rejected(ChannelName Channel, RejectReason Reason);

    /// <param name="Names">Sorted by ordinal.</param>
    public sealed record Channels(IReadOnlyList<string> Names);

    public enum RejectReason
    {
        /// <summary>The channel has as many subscribers as its kind allows.</summary>
        ChannelFull,

        /// <summary>The broker has as many channels as it may.</summary>
        TooManyChannels,

        /// <summary>Too much waits already; a later try may succeed.</summary>
        Busy,

        /// <summary>The channel's kind does not let this caller do that.</summary>
        Forbidden,

        /// <summary>
        /// What the channel keeps cannot be read or stored now; a later try may succeed. A publication may
        /// have been stored all the same.
        /// </summary>
        Unavailable,
    }

    /// <summary>To the subscriber, once: its outbox refused a delivery.</summary>
    public sealed record SlowConsumer(ChannelName Channel) : IDeadLetterSuppression;

    /// <summary>
    /// To every subscriber of a channel that crashed: what it says about the channel is void.
    /// </summary>
    public sealed record ChannelLost(ChannelName Channel);

    // From the feed of a shared journal: somebody's publication, this node's own too. It holds room.
    internal sealed record Told(ChannelName Channel, StoredPublication Stored) : IChannelCommand;

    // Between a channel and its registry only.
    internal sealed record Relayed(ChannelName Channel, RelayedContents Contents) : IChannelCommand;
    internal sealed record ChannelOccupied(ChannelName Channel);
    internal sealed record ChannelVacant(ChannelName Channel, bool KeepsState);
    internal sealed record ChannelInUse(ChannelName Channel);
    internal sealed record ChannelStopped(ChannelName Channel) : IDeadLetterSuppression;
    internal sealed record StopIfEmpty
    {
        public static readonly StopIfEmpty Instance = new();
    }

    // From a channel to itself only.
    internal sealed record Flush
    {
        public static readonly Flush Instance = new();
    }

    internal sealed record Expire
    {
        public static readonly Expire Instance = new();
    }

    internal sealed record Appended(JournalProtocol.Answer Answer);
    internal sealed record Loaded(JournalProtocol.Answer Answer);
}
