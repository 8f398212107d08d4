namespace Broker.Actors.Journal;

/// <summary>
/// What may be asked of the journal and what it answers. Nothing here is thrown: every refusal is an answer,
/// so that an actor can have it piped to itself.
/// </summary>
public static class JournalProtocol
{
    /// <summary>
    /// What happened, in the words of the stream's owner, who alone knows types and payloads.
    /// </summary>
    /// <param name="Type">A small number, to tell payloads apart without reading them.</param>
    public readonly record struct Event(ushort Type, ReadOnlyMemory<byte> Payload);

    /// <summary>
    /// Stores all events or none, one behind the other. The payloads must not change before the answer.
    /// Answered by <see cref="Stored"/>, <see cref="WrongVersion"/> or <see cref="Rejected"/>.
    /// </summary>
    /// <param name="Level">What the events shall survive when the answer comes.</param>
    public sealed record Append(StreamName Stream, IReadOnlyList<Event> Events, Durability Level)
    {
        /// <summary>
        /// The version of the stream's last event as the appender knows it, 0 for a new stream; null for any.
        /// With it a repeat after a lost answer is refused instead of stored twice.
        /// </summary>
        public long? ExpectedVersion { get; init; }

        /// <summary>
        /// Only where <see cref="IJournal.IsShared"/>: a second append to the stream with the same key stores
        /// nothing for <see cref="KeyLifetime"/>, and is answered as the first, <see
        /// cref="Stored.IsRepeat"/>. A journal of one process leaves that to the stream's owner.
        /// </summary>
        public string? Key { get; init; }

        /// <summary>How long a key is remembered at least.</summary>
        public TimeSpan KeyLifetime { get; init; }
    }

    /// <summary>Up to so many events, from a version on. Answered by <see cref="Page"/>.</summary>
    public sealed record Read(StreamName Stream, long FromVersion, int EventsMax);

    /// <summary>
    /// Gives up the events before a version; the stream goes on where it was. To replace events by a
    /// snapshot, append the snapshot as an event, then trim before it. Answered by <see cref="Trimmed"/>.
    /// </summary>
    public sealed record Trim(StreamName Stream, long BeforeVersion);

    public abstract record Answer(StreamName Stream);

    /// <param name="FirstVersion">Of the first event of the append; the others count on from it.</param>
    /// <param name="FirstPosition">Likewise, in the order over all streams.</param>
    /// <param name="Level">What they survive: what was asked for or more; less only without a disk.</param>
    public sealed record Stored(StreamName Stream, long FirstVersion, long FirstPosition, Durability Level)
        : Answer(Stream)
    {
        /// <summary>True when this is the answer of an earlier append with the same key.</summary>
        public bool IsRepeat { get; init; }
    }

    /// <summary>Somebody else appended; nothing was stored.</summary>
    public sealed record WrongVersion(StreamName Stream, long ActualVersion) : Answer(Stream);

    /// <param name="FirstVersion">The oldest version that is kept; more than the last if none is.</param>
    /// <param name="LastVersion">Of the stream, not of the page; 0 if it never had an event.</param>
    public sealed record Page(
        StreamName Stream, IReadOnlyList<Recorded> Events, long FirstVersion, long LastVersion)
        : Answer(Stream);

    /// <param name="FirstVersion">The oldest version that is kept now.</param>
    public sealed record Trimmed(StreamName Stream, long FirstVersion) : Answer(Stream);

    /// <summary>Not done, and why; <paramref name="Detail"/> is for the operator.</summary>
    public sealed record Rejected(StreamName Stream, RejectReason Reason, string Detail) : Answer(Stream);

    public enum RejectReason
    {
        /// <summary>Too much waits to be written: try again.</summary>
        Busy,

        /// <summary>The store cannot write or read now, such as on a full disk.</summary>
        Unavailable,

        /// <summary>Something of this stream is lost or changed on disk; others are served.</summary>
        Damaged,

        /// <summary>The append has no events, or more bytes or events than one may have.</summary>
        BadSize,

        /// <summary>A new stream, where there are as many as there may be.</summary>
        TooManyStreams,
    }

    /// <summary>What a follower meets, in order of position.</summary>
    public abstract record Followed(long Position);

    /// <summary>One event as it is stored.</summary>
    public sealed record Recorded(
        StreamName Stream, long Version, long Position, ushort Type, ReadOnlyMemory<byte> Payload)
        : Followed(Position);

    /// <summary>
    /// Here events are lost: of a stream if the disk still says which, else of one that is not known.
    /// </summary>
    public sealed record Hole(StreamName? Stream, long Position) : Followed(Position);
}
