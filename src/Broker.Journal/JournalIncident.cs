namespace Broker.Journal;

/// <summary>Something the operator should know about a file of the journal.</summary>
/// <param name="Stream">Whose events it concerns, where that is known.</param>
public sealed record JournalIncident(
    JournalIncident.Kind What, string Segment, long Offset, string? Stream, string Detail)
{
    public enum Kind
    {
        /// <summary>The last write of an ended process was incomplete; it was never answered.</summary>
        TailCut,

        /// <summary>Bytes changed behind our back. The segment is never changed or deleted again.</summary>
        Damage,

        /// <summary>A write failed and was taken back; those who wait were told.</summary>
        WriteFailed,

        /// <summary>It is not known what the disk has; nothing is written until a restart.</summary>
        Stopped,

        /// <summary>Space could not be given back; it is tried again.</summary>
        CompactionFailed,
    }
}
