namespace Broker.Journal.Log;

/// <summary>What a <see cref="RecordScanner"/> met.</summary>
internal enum ScanResult
{
    /// <summary>A record as it was written.</summary>
    Record,

    /// <summary>The end, just behind a record.</summary>
    End,

    /// <summary>A record whose body changed; its header is right.</summary>
    DamagedBody,

    /// <summary>A record of whose header one bit changed; it is known which.</summary>
    DamagedHeader,

    /// <summary>Something whose beginning may be right, but the end comes before its own.</summary>
    Incomplete,

    /// <summary>Nothing that can be told.</summary>
    Garbage,
}
