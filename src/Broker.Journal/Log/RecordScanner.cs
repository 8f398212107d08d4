using Broker.Journal.Files;
using Broker.Journal.Format;

namespace Broker.Journal.Log;

/// <summary>
/// Goes through the records of a part of a segment, and says what is wrong with those that are not.
/// </summary>
internal sealed class RecordScanner(IJournalFile file, uint seed, long start, long end)
{
    private const int BufferBytes = 256 * 1024;

    private long _end = end;
    private byte[] _buffer = [];
    private long _bufferOffset = start;
    private int _buffered;
    private byte[]? _repaired;
    private int _length;

    /// <summary>Where what <see cref="Next"/> met begins.</summary>
    public long Offset { get; private set; } = start;

    public RecordHeader Header { get; private set; }

    /// <summary>The whole record; valid until the next call.</summary>
    public ReadOnlySpan<byte> Record => At(Offset, Header.RecordBytes);

    public ReadOnlySpan<byte> Name =>
        (_repaired is null ? At(Offset, Header.Bytes) : _repaired)
            .Slice(RecordHeader.FixedBytes, Header.NameBytes);

    public ReadOnlySpan<byte> Body => Record[Header.Bytes..];

    /// <summary>
    /// Goes to what lies behind what was met last. Garbage and an incomplete record are not left so.
    /// </summary>
    public ScanResult Next()
    {
        (Offset, _length, _repaired) = (Offset + _length, 0, null);
        if (Offset >= _end) return ScanResult.End;

        var bytes = At(Offset, RecordHeader.BytesMax);
        if (RecordHeader.Read(bytes, seed) is { } header) return Whole(header, ScanResult.Record);

        if (HeaderRepair.Try(bytes, seed, out var repaired) is { } former)
        {
            _repaired = repaired;
            return Whole(former, ScanResult.DamagedHeader);
        }

        return bytes.Length < RecordHeader.RecordBytesMin ? ScanResult.Incomplete : ScanResult.Garbage;
    }

    /// <summary>Lets it go on up to there, as the file has grown. False if there is nothing more.</summary>
    public bool Extend(long newEnd)
    {
        _end = newEnd;
        return Offset + _length < _end;
    }

    /// <summary>
    /// Goes on at the next good header, byte by byte; <see cref="Next"/> meets it. False if there is none.
    /// </summary>
    public bool Resynchronize()
    {
        for (Offset++; Offset < _end; Offset++)
        {
            if (RecordHeader.Read(At(Offset, RecordHeader.BytesMax), seed) is { } header
                && Offset + header.RecordBytes <= _end) return true;
        }

        return false;
    }

    /// <summary>The position of the record that <see cref="Resynchronize"/> found.</summary>
    public long PositionAhead => RecordHeader.Peek(At(Offset, RecordHeader.BytesMax))!.Value.Position;

    /// <summary>Goes on at an offset where a record is known to begin.</summary>
    public void Resume(long offset) => (Offset, _length) = (offset, 0);

    private ScanResult Whole(RecordHeader header, ScanResult result)
    {
        Header = header;
        if (Offset + header.RecordBytes > _end) return ScanResult.Incomplete;

        _length = header.RecordBytes;
        if (result == ScanResult.DamagedHeader) return result;
        return header.HasRightBody(Record, seed) ? ScanResult.Record : ScanResult.DamagedBody;
    }

    // As many bytes from there as there are, up to a count.
    private ReadOnlySpan<byte> At(long offset, int count)
    {
        count = (int)Math.Min(count, _end - offset);
        if (offset < _bufferOffset || offset + count > _bufferOffset + _buffered) Fill(offset, count);
        return _buffer.AsSpan((int)(offset - _bufferOffset), count);
    }

    private void Fill(long offset, int count)
    {
        var wanted = (int)Math.Min(Math.Max(count, BufferBytes), _end - offset);
        if (_buffer.Length < wanted) _buffer = new byte[wanted];
        (_bufferOffset, _buffered) = (offset, file.Read(_buffer.AsSpan(0, wanted), offset));
        if (_buffered < count) throw new EndOfStreamException("A segment became shorter.");
    }
}
