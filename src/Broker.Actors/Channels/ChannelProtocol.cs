using Broker.Actors.Cluster;

namespace Broker.Actors.Channels;

/// <summary>
/// Every message between the home of a channel and the nodes. All of them can cross nodes: none holds an
/// outbox, a delegate or a socket, and contents are bytes that are passed on. Arrays belong to whoever reads
/// them last: nothing writes to one that was sent.
/// </summary>
public static class ChannelProtocol
{
    /// <summary>A message for the home of a channel: parents and shard regions route on the name.</summary>
    public interface IHomeMessage : IWireMessage
    {
        ChannelName Channel { get; }
    }

    /// <summary>A message for one attachment of a node: its <c>NodeActor</c> routes on the id.</summary>
    public interface IAttachmentMessage : IWireMessage
    {
        long AttachId { get; }
    }

    /// <summary>
    /// The node has subscribers. Repeated until <see cref="Attached"/> or <see cref="AttachRefused"/> comes.
    /// </summary>
    /// <param name="Node">The node's <c>NodeActor</c>, which gets all answers.</param>
    /// <param name="AttachId">Fresh for each attachment; every answer and batch echoes it.</param>
    /// <param name="Version">Grows with each request of an attachment; older ones are ignored.</param>
    /// <param name="Subscribers">How many the node has or wants to let in.</param>
    public sealed record Attach(
        ChannelName Channel, IActorRef Node, long AttachId, int Version, int Subscribers) : IHomeMessage;

    /// <summary>
    /// The number of subscribers has changed: <see cref="Counted"/>, <see cref="CountRefused"/>, or
    /// <see cref="AttachAgain"/> where the home does not know the attachment.
    /// </summary>
    public sealed record Count(
        ChannelName Channel, IActorRef Node, long AttachId, int Version, int Subscribers) : IHomeMessage;

    /// <summary>The node's last subscriber has left, or the node does not know the attachment.</summary>
    public sealed record Detach(ChannelName Channel, long AttachId) : IHomeMessage;

    /// <summary>
    /// Publications of one node. A node has one batch of a channel under way and repeats it, under the same
    /// number, until <see cref="PublishResults"/> comes.
    /// </summary>
    /// <param name="Publisher">Who counts the numbers.</param>
    /// <param name="Number">Greater than that of every batch before.</param>
    /// <param name="Epoch">The epoch that the publisher was answered last; null where it knows none.</param>
    public sealed record PublishBatch(
        ChannelName Channel,
        IActorRef Node,
        Incarnation Publisher,
        long Number,
        bool IsRepeat,
        string? Epoch,
        Submission[] Publications) : IHomeMessage
    {
        /// <summary>The answer when none of them is accepted.</summary>
        /// <param name="epoch">The channel's; empty where there is no home to ask.</param>
        internal PublishResults RejectAll(RejectReason reason, string epoch)
        {
            var results = new PublishResult[Publications.Length];
            Array.Fill(results, PublishResult.Rejected(reason));
            return new PublishResults(
                Channel, Publisher, Number, epoch, FirstOffset: 0, Durability.Memory, Receivers: 0, results);
        }
    }

    /// <summary>The node has all up to the offset: what the home keeps after it is sent again.</summary>
    public sealed record Have(ChannelName Channel, long AttachId, long Offset) : IHomeMessage;

    /// <summary>The node has handed over all up to the offset: the home may forget it.</summary>
    public sealed record Confirmed(ChannelName Channel, long AttachId, long Offset) : IHomeMessage;

    /// <summary>
    /// What the channel keeps after a point, as one <see cref="HistoryPage"/>, or <see
    /// cref="HistoryRefused"/>.
    /// </summary>
    /// <param name="ReaderId">
    /// Who reads, for the node: the id of an attachment, or one of the same sort.
    /// </param>
    public sealed record ReadHistory(ChannelName Channel, IActorRef Node, long ReaderId, StreamPosition Since)
        : IHomeMessage;

    /// <param name="HomeNode">The <c>NodeActor</c> of the home's node.</param>
    /// <param name="Offset">The channel's last: the first batch of this attachment follows it.</param>
    /// <param name="Total">Subscribers on all nodes.</param>
    public sealed record Attached(
        ChannelName Channel,
        long AttachId,
        int Version,
        IActorRef HomeNode,
        string Epoch,
        long Offset,
        int Total) : IAttachmentMessage;

    /// <param name="Room">Subscribers that the home would accept, for <c>ChannelFull</c>.</param>
    public sealed record AttachRefused(long AttachId, int Version, RejectReason Reason, int Room)
        : IAttachmentMessage;

    /// <summary>The answer to <see cref="Count"/>: true at that offset.</summary>
    public sealed record Counted(long AttachId, int Version, long Offset, int Total) : IAttachmentMessage;

    /// <summary>The channel has too many subscribers with these; the number before stays.</summary>
    public sealed record CountRefused(long AttachId, int Version, int Room) : IAttachmentMessage;

    /// <summary>The home has ended the attachment, because the node confirms too slowly.</summary>
    public sealed record Detached(long AttachId) : IAttachmentMessage;

    /// <summary>The home does not know the attachment; the node attaches anew.</summary>
    public sealed record AttachAgain(long AttachId) : IAttachmentMessage;

    /// <summary>The home has failed. What it kept in memory is gone.</summary>
    public sealed record HomeLost(ChannelName Channel, long AttachId)
        : IAttachmentMessage, IDeadLetterSuppression;

    /// <summary>
    /// The home moves to another node. Publishers repeat at once what is not accepted, nodes attach anew.
    /// </summary>
    /// <param name="AttachId">0 for a node that only publishes.</param>
    /// <param name="Offset">The last that was sent.</param>
    /// <param name="Accepted">The last batch of each of the node's publishers.</param>
    public sealed record Leaving(
        ChannelName Channel, long AttachId, string Epoch, long Offset, AcceptedBatch[] Accepted)
        : IAttachmentMessage, IDeadLetterSuppression;

    /// <summary>
    /// Consecutive publications, and the results of the node's publishers among them. Results are handed over
    /// first, then contents.
    /// </summary>
    public sealed record Batch(
        ChannelName Channel,
        long AttachId,
        string Epoch,
        long FirstOffset,
        Publication[] Contents,
        PublishResults[] Results) : IAttachmentMessage
    {
        public long LastOffset => FirstOffset + Contents.Length - 1;
    }

    /// <summary>
    /// What became of a <see cref="PublishBatch"/>: also sent alone, to a node without subscribers and as the
    /// answer to a repeat.
    /// </summary>
    /// <param name="FirstOffset">
    /// That of the first publication, where <paramref name="Results"/> is null.
    /// </param>
    /// <param name="Level">What the publications survive.</param>
    /// <param name="Receivers">Subscribers on all nodes.</param>
    /// <param name="Results">
    /// One for each publication; null where all are accepted, one after the other.
    /// </param>
    public sealed record PublishResults(
        ChannelName Channel,
        Incarnation Publisher,
        long Number,
        string Epoch,
        long FirstOffset,
        Durability Level,
        int Receivers,
        PublishResult[]? Results) : IWireMessage
    {
        /// <summary>The result of one publication of the batch.</summary>
        public PublishResult Of(int index) =>
            Results?[index] ?? PublishResult.Accepted(FirstOffset + index, Epoch, Receivers, Level);
    }

    /// <summary>
    /// The home's last offset, where a confirmation is missing: a node that has less answers
    /// <see cref="Have"/>, a node that has it all confirms again.
    /// </summary>
    public sealed record Head(long AttachId, long Offset) : IAttachmentMessage;

    /// <param name="ReaderId">That of the request.</param>
    /// <param name="Since">That of the request.</param>
    /// <param name="Offset">The channel's last. The page that ends there is the last one.</param>
    /// <param name="Continuous">False when something after the point may be missing.</param>
    /// <param name="Contents">The oldest that are kept after the point.</param>
    public sealed record HistoryPage(
        ChannelName Channel,
        long ReaderId,
        StreamPosition Since,
        string Epoch,
        long Offset,
        bool Continuous,
        Publication[] Contents) : IAttachmentMessage
    {
        long IAttachmentMessage.AttachId => ReaderId;

        public bool IsLast => Contents.Length == 0 || Contents[^1].Offset == Offset;
    }

    public sealed record HistoryRefused(long ReaderId, RejectReason Reason) : IAttachmentMessage
    {
        long IAttachmentMessage.AttachId => ReaderId;
    }

    /// <summary>From node to node: how far the node is with what the other's homes sent it.</summary>
    public sealed record Confirm(Confirmed[] Attachments) : IWireMessage;

    /// <summary>From a node whose homes start: who is attached to these, or wants to be?</summary>
    public sealed record WhoHas(IActorRef Node, ChannelName[] Channels) : IWireMessage;

    /// <summary>
    /// The answer to <see cref="WhoHas"/>. For each channel that is not named an <see cref="Attach"/> comes.
    /// </summary>
    public sealed record None(IActorRef Node, ChannelName[] Channels) : IWireMessage;

    /// <summary>From node to node: the attachments to the other's homes, page by page.</summary>
    /// <param name="Round">Counts complete renewals.</param>
    /// <param name="Page">From 0.</param>
    public sealed record Renew(IActorRef Node, long Round, int Page, bool IsLast, Renewal[] Attachments)
        : IWireMessage;

    /// <summary>Why something was refused.</summary>
    public enum RejectReason
    {
        /// <summary>The channel has as many subscribers as its kind allows.</summary>
        ChannelFull,

        /// <summary>The broker has as many channels as it may.</summary>
        TooManyChannels,

        /// <summary>Too much waits already; a later try may succeed.</summary>
        Busy,

        /// <summary>The channel's kind does not allow it.</summary>
        Forbidden,

        /// <summary>The home does not answer, or its store does not. A publication may be accepted.</summary>
        Unavailable,

        /// <summary>
        /// The home that was asked first is gone, and with it the knowledge whether it accepted the
        /// publication.
        /// </summary>
        UnknownFate,
    }
}
