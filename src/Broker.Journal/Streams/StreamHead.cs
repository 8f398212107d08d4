namespace Broker.Journal.Streams;

/// <summary>All that is in memory of one stream.</summary>
/// <param name="LastPosition">Of the stream's last record: where reading it begins, backwards.</param>
/// <param name="FirstVersion">The oldest that is kept; one more than the last if none is.</param>
internal readonly record struct StreamHead(long LastPosition, long LastVersion, long FirstVersion)
{
    public static StreamHead New { get; } = new(0, 0, 1);

    public bool IsTrimmed => FirstVersion > 1;

    /// <summary>Records' worth of what must be kept: its events, and its trim.</summary>
    public long Kept => LastVersion - FirstVersion + 1 + (IsTrimmed ? 1 : 0);
}
