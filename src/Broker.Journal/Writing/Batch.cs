using System.Buffers;
using Broker.Actors.Journal;
using Broker.Journal.Format;
using Broker.Journal.Log;
using Broker.Journal.Streams;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Writing;

/// <summary>
/// What goes out in one write, and how the streams will stand afterwards: nobody else sees that before it is
/// stored, and if it cannot be stored it has never been.
/// </summary>
internal sealed class Batch(StreamTable streams, int streamsMax)
{
    // After a large append its buffer is given back.
    private const int BytesKeptMax = 4 << 20;

    private readonly Dictionary<StreamKey, StreamHead> _heads = [];
    private readonly List<(long Position, int Offset)> _records = [];
    private ArrayBufferWriter<byte> _bytes = new();
    private uint _seed;
    private int _streamsAdded;

    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    public long NextPosition { get; private set; }

    /// <summary>What it adds to the log, in events and trims.</summary>
    public int Weight { get; private set; }

    public void Begin(uint seed, long nextPosition)
    {
        _heads.Clear();
        _records.Clear();
        if (_bytes.Capacity > BytesKeptMax) _bytes = new ArrayBufferWriter<byte>();
        else _bytes.ResetWrittenCount();
        (_seed, NextPosition, Weight, _streamsAdded) = (seed, nextPosition, 0, 0);
    }

    /// <summary>Why a stream takes nothing; else where it stands.</summary>
    public Rejected? Refusal(StreamName stream, StreamKey key, out StreamHead head)
    {
        if (_heads.TryGetValue(key, out head)) return null;

        var (found, lostIn) = streams.Find(key);
        head = found ?? StreamHead.New;
        if (lostIn is not null) return Refusals.Damaged(stream, lostIn);
        return found is null && streams.Count + _streamsAdded >= streamsMax
            ? Refusals.TooManyStreams(stream, streamsMax)
            : null;
    }

    /// <summary>Begins a record; its body is to be written into what this gives.</summary>
    public Span<byte> Add(RecordHeader record, byte[] name)
    {
        var bytes = _bytes.GetSpan(record.RecordBytes)[..record.RecordBytes];
        name.CopyTo(bytes[RecordHeader.FixedBytes..]);
        return bytes[record.Bytes..];
    }

    /// <summary>Ends the record, after which its stream will stand so.</summary>
    public void Seal(RecordHeader record, StreamKey key, StreamHead head)
    {
        record.Seal(_bytes.GetSpan(record.RecordBytes)[..record.RecordBytes], _seed);
        _records.Add((record.Position, _bytes.WrittenCount));
        _bytes.Advance(record.RecordBytes);
        if (head.LastVersion == record.LastVersion && record.Version == 1) _streamsAdded++;
        _heads[key] = head;
        NextPosition = record.NextPosition;
        Weight += record.Weight;
    }

    /// <summary>It is stored: lets everybody see it.</summary>
    public void Publish(Segment segment)
    {
        var start = segment.Committed;
        foreach (var (position, offset) in _records) segment.Index.Add(position, start + offset);
        segment.Committed = start + _bytes.WrittenCount;
        foreach (var (key, head) in _heads) streams.Set(key, head);
    }
}
