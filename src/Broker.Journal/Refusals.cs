using Broker.Actors.Journal;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal;

/// <summary>The refusals that several parts of the stores give, in the same words.</summary>
internal static class Refusals
{
    public static Rejected Damaged(StreamName stream, string segment) => new(
        stream, RejectReason.Damaged,
        $"Stream '{stream}' lost events in {segment}; it is refused, and the segment is kept as it is.");

    public static Rejected TooManyStreams(StreamName stream, int streamsMax) =>
        new(stream, RejectReason.TooManyStreams, $"There are {streamsMax} streams, as many as there may be.");

    public static Rejected Closed(StreamName stream) =>
        new(stream, RejectReason.Unavailable, "The journal is closed.");

    public static Rejected? BadSize(Append append, long bytes, int bytesMax) => append.Events.Count switch
    {
        0 => new(append.Stream, RejectReason.BadSize, "An append has at least one event."),
        > ushort.MaxValue => new(
            append.Stream, RejectReason.BadSize, $"An append has at most {ushort.MaxValue} events."),
        _ when bytes > bytesMax => new(
            append.Stream, RejectReason.BadSize, $"An append has at most {bytesMax} bytes, not {bytes}."),
        _ => null,
    };
}
