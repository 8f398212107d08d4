using System.Globalization;
using Broker.Journal.Files;
using Broker.Journal.Format;

namespace Broker.Journal.Log;

/// <summary>
/// One file of the log. Only the last is written to; the others are rewritten or deleted as a whole.
/// </summary>
internal sealed class Segment(SegmentHeader header, IJournalFile file) : IDisposable
{
    private const string Ending = ".segment";
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private long _committed = SegmentHeader.Bytes;
    private volatile bool _isQuarantined;

    public SegmentHeader Header => header;

    public IJournalFile File => file;

    public string Name { get; } = NameOf(header.Sequence);

    public SparseIndex Index { get; } = new();

    /// <summary>What may be read: up to here everything is stored and answered.</summary>
    public long Committed
    {
        get => Volatile.Read(ref _committed);
        set => Volatile.Write(ref _committed, value);
    }

    /// <summary>Damaged: from now on it is only read.</summary>
    public bool IsQuarantined
    {
        get => _isQuarantined;
        set => _isQuarantined = value;
    }

    public static string NameOf(long sequence) =>
        sequence.ToString("D10", Invariant) + Ending;

    /// <summary>The sequence that a file's name says, or null if it is no segment.</summary>
    public static long? SequenceOf(string name) =>
        name.EndsWith(Ending, StringComparison.Ordinal)
        && long.TryParse(name.AsSpan(0, name.Length - Ending.Length), Invariant, out var sequence)
            ? sequence
            : null;

    public RecordScanner ScanFrom(long offset, long end) => new(file, header.Seed, offset, end);

    public void Dispose() => file.Dispose();
}
