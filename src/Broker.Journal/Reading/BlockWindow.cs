using System.Buffers;
using Broker.Journal.Format;
using Broker.Journal.Log;

namespace Broker.Journal.Reading;

/// <summary>
/// A piece of one segment in memory, for readers that look up record after record: neighbours cost no second
/// read. For one reader at a time.
/// </summary>
internal sealed class BlockWindow : IDisposable
{
    private const int WindowBytes = 32 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(WindowBytes);
    private Segment? _segment;
    private long _start;
    private int _length;
    private (long Start, long End) _block;
    private (long Position, long Offset) _last;

    /// <summary>
    /// The record of events that begins at a position, checked; empty if there is none as it was written.
    /// </summary>
    public ReadOnlySpan<byte> Find(Segment segment, long position, bool isBackwards, out RecordHeader header)
    {
        header = default;
        var end = segment.Committed;
        var block = segment.Index.Block(position, end);
        if (segment != _segment) (_segment, _length) = (segment, 0);
        if (block.Start >= block.End) return default;

        Load(block, isBackwards, end);
        if (block != _block || position < _last.Position) _last = (0, block.Start);
        _block = block;
        return Search(position, segment.Header.Seed, out header);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private ReadOnlySpan<byte> Search(long position, uint seed, out RecordHeader header)
    {
        for (var offset = _last.Offset; offset < _block.End; offset += header.RecordBytes)
        {
            if (RecordHeader.Peek(At(offset, _block.End)) is not { } found) break;

            header = found;
            if (found.Position > position) break;
            if (found.Kind != RecordKind.Events || found.Position < position) continue;

            var record = At(offset, _block.End);
            _last = (position, offset);
            if (RecordHeader.Read(record, seed) is null
                || found.RecordBytes > record.Length
                || !found.HasRightBody(record, seed)) break;
            return record[..found.RecordBytes];
        }

        header = default;
        return default;
    }

    private ReadOnlySpan<byte> At(long offset, long end) =>
        _buffer.AsSpan((int)(offset - _start), (int)(end - offset));

    private void Load((long Start, long End) block, bool isBackwards, long segmentEnd)
    {
        if (_length > 0 && block.Start >= _start && block.End <= _start + _length) return;

        var bytes = (int)Math.Max(block.End - block.Start, WindowBytes);
        _start = isBackwards ? Math.Max(SegmentHeader.Bytes, block.End - bytes) : block.Start;
        var wanted = (int)Math.Min(bytes, segmentEnd - _start);
        if (_buffer.Length < wanted) Grow(wanted);

        _length = _segment!.File.Read(_buffer.AsSpan(0, wanted), _start);
        _block = default;
        if (_start + _length < block.End) throw new EndOfStreamException("A segment became shorter.");
    }

    private void Grow(int bytes)
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(bytes);
    }
}
