using System.Buffers;
using Broker.Journal.Format;
using Broker.Journal.Log;

namespace Broker.Journal.Reading;

/// <summary>
/// A piece of one segment in memory, for readers that look up record after record: neighbours cost no second
/// read, and a block's records are gone through once. For one reader at a time.
/// </summary>
internal sealed class BlockWindow : IDisposable
{
    private const int WindowBytes = 32 * 1024;

    private readonly List<(long Position, long Offset)> _records = [];
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(WindowBytes);
    private Segment? _segment;
    private long _start;
    private int _length;
    private IndexBlock _block;
    private (int Start, int Length) _found;

    /// <summary>
    /// The record of events that begins at a position; empty if there is none, or its header is not as it was
    /// written. The body is for the caller to check, if it needs it.
    /// </summary>
    public ReadOnlySpan<byte> Find(Segment segment, long position, bool isBackwards, out RecordHeader header)
    {
        header = default;
        if (segment != _segment) (_segment, _length, _block) = (segment, 0, default);
        if (!_block.Has(position)) Enter(segment, position, isBackwards);

        var at = _records.BinarySearch((position, 0), ByPosition.Instance);
        if (at < 0) return default;

        var record = At(_records[at].Offset);
        if (RecordHeader.Read(record, segment.Header.Seed) is not { } found) return default;
        if (found.RecordBytes > record.Length) return default;

        header = found;
        _found = ((int)(_records[at].Offset - _start), found.RecordBytes);
        return Found;
    }

    /// <summary>The record that was found last.</summary>
    public ReadOnlySpan<byte> Found => _buffer.AsSpan(_found.Start, _found.Length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private void Enter(Segment segment, long position, bool isBackwards)
    {
        var end = segment.Committed;
        _block = segment.Index.Block(position, end);
        _records.Clear();
        Load(isBackwards, end);
        for (var offset = _block.Start; offset < _block.End;)
        {
            if (RecordHeader.Peek(At(offset)) is not { } header) break;
            if (header.Kind == RecordKind.Events) _records.Add((header.Position, offset));
            offset += header.RecordBytes;
        }
    }

    // From there to the end of the block.
    private ReadOnlySpan<byte> At(long offset) =>
        _buffer.AsSpan((int)(offset - _start), (int)(_block.End - offset));

    private void Load(bool isBackwards, long segmentEnd)
    {
        if (_length > 0 && _block.Start >= _start && _block.End <= _start + _length) return;

        var bytes = (int)Math.Max(_block.End - _block.Start, WindowBytes);
        _start = isBackwards ? Math.Max(SegmentHeader.Bytes, _block.End - bytes) : _block.Start;
        var wanted = (int)Math.Min(bytes, segmentEnd - _start);
        if (_buffer.Length < wanted) Grow(wanted);

        _length = _segment!.File.Read(_buffer.AsSpan(0, wanted), _start);
        if (_start + _length >= _block.End) return;

        _length = 0;
        _block = default;
        throw new EndOfStreamException("A segment became shorter.");
    }

    private void Grow(int bytes)
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(bytes);
    }

    private sealed class ByPosition : IComparer<(long Position, long Offset)>
    {
        public static ByPosition Instance { get; } = new();

        public int Compare((long Position, long Offset) x, (long Position, long Offset) y) =>
            x.Position.CompareTo(y.Position);
    }
}
