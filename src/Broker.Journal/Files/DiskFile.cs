using Microsoft.Win32.SafeHandles;

namespace Broker.Journal.Files;

/// <summary>A file of the operating system, without any buffer of ours.</summary>
internal sealed class DiskFile(SafeFileHandle handle) : IJournalFile
{
    public long Length => RandomAccess.GetLength(handle);

    public int Read(Span<byte> buffer, long offset)
    {
        var read = 0;
        while (read < buffer.Length)
        {
            var some = RandomAccess.Read(handle, buffer[read..], offset + read);
            if (some == 0) break;
            read += some;
        }

        return read;
    }

    public void Write(ReadOnlySpan<byte> bytes, long offset) => RandomAccess.Write(handle, bytes, offset);

    public void Truncate(long length) => RandomAccess.SetLength(handle, length);

    public void Sync() => RandomAccess.FlushToDisk(handle);

    public void Dispose() => handle.Dispose();
}
