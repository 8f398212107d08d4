namespace Broker.Gateway.WebSockets.Compression;

/// <summary>
/// A compressed message as the stream that an inflater reads: the payload, the tail that its sender left out
/// (RFC 7692 §7.2.2), and, in a read of its own, an empty final block. Only an inflater that has taken in the
/// whole message, and no final block before, asks for that block and is finished by it.
/// </summary>
internal sealed class DeflatedMessage(ReadOnlyMemory<byte> payload, int readBytesMax) : Stream
{
    private static readonly byte[] Tail = [0x00, 0x00, 0xFF, 0xFF];
    private static readonly byte[] FinalBlock = [0x01, 0x00, 0x00, 0xFF, 0xFF];

    /// <summary>How much was read, the tail and the final block included.</summary>
    public int BytesRead { get; private set; }

    /// <summary>Whether the final block was asked for.</summary>
    public bool IsEndRead => BytesRead > payload.Length + Tail.Length;

    /// <summary>Whether more than the final block was asked for: the message ends inside a block.</summary>
    public bool IsReadPastEnd { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => BytesRead;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        var part = NextPart();
        IsReadPastEnd |= part.IsEmpty;
        var count = Math.Min(Math.Min(part.Length, readBytesMax), buffer.Length);
        part[..count].CopyTo(buffer);
        BytesRead += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private ReadOnlySpan<byte> NextPart()
    {
        var at = BytesRead;
        if (at < payload.Length) return payload.Span[at..];

        at -= payload.Length;
        return at < Tail.Length ? Tail.AsSpan(at) : FinalBlock.AsSpan(at - Tail.Length);
    }
}
