namespace Broker.Journal.Files;

/// <summary>One open file. Reads may come from any thread, the rest from one at a time.</summary>
internal interface IJournalFile : IDisposable
{
    long Length { get; }

    /// <summary>Reads as much as there is, up to the buffer's length.</summary>
    int Read(Span<byte> buffer, long offset);

    /// <exception cref="IOException">Some of it may have been written.</exception>
    void Write(ReadOnlySpan<byte> bytes, long offset);

    void Truncate(long length);

    /// <summary>Returns when all that was written survives a loss of power.</summary>
    void Sync();
}
