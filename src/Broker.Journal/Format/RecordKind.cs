namespace Broker.Journal.Format;

/// <summary>What a record says. Numbers are on disk: never change one.</summary>
internal enum RecordKind : byte
{
    Events = 1,
    Trim = 2,
}
