using System.Runtime.InteropServices;
using Broker.Journal.Format;

namespace Broker.Journal.Streams;

/// <summary>
/// Where every stream stands, and which of them have lost something. Recovery and the writer change it,
/// anybody reads it.
/// </summary>
internal sealed class StreamTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StreamKey, StreamHead> _heads = [];
    private readonly Dictionary<StreamKey, Loss> _losses = [];
    private (long BelowPosition, string Segment) _unknownLoss = (0, "");
    private long _kept;

    public int Count
    {
        get
        {
            lock (_gate) return _heads.Count;
        }
    }

    /// <summary>Records' worth of what must be kept; the rest of the disk is waste.</summary>
    public long Kept
    {
        get
        {
            lock (_gate) return _kept;
        }
    }

    /// <summary>Where a stream stands; and the segment in which it lost something, or null.</summary>
    public (StreamHead? Head, string? LostIn) Find(StreamKey key)
    {
        lock (_gate)
        {
            StreamHead? head = _heads.TryGetValue(key, out var found) ? found : null;
            return (head, LostIn(key, head ?? StreamHead.New));
        }
    }

    public void Set(StreamKey key, StreamHead head)
    {
        lock (_gate) SetHead(key, head);
    }

    /// <summary>Takes up a record that recovery found, in the order of the log.</summary>
    public void Recover(StreamKey key, RecordHeader record, ReadOnlySpan<byte> body, string segment)
    {
        lock (_gate)
        {
            var head = _heads.GetValueOrDefault(key, StreamHead.New);
            if (record.Kind == RecordKind.Events)
            {
                if (record.Version != head.LastVersion + 1) AddLoss(key, record.Version - 1, segment);
                head = head with { LastPosition = record.Position, LastVersion = record.LastVersion };
            }
            else
            {
                var last = EventBody.ReadTrim(body);
                if (last != head.LastVersion) AddLoss(key, last, segment);
                head = head with { LastVersion = last, FirstVersion = record.Version };
            }

            SetHead(key, head);
        }
    }

    /// <summary>
    /// The stream has lost events up to a version. It is refused, unless that is trimmed anyway.
    /// </summary>
    public void Lose(StreamKey key, long throughVersion, string segment)
    {
        lock (_gate) AddLoss(key, throughVersion, segment);
    }

    /// <summary>
    /// Events before a position are lost, of unknown streams. A stream that goes on behind it has proved that
    /// it lost none (its versions would have a gap); all others are refused: any of them may have.
    /// </summary>
    public void LoseUnknown(long belowPosition, string segment)
    {
        lock (_gate)
        {
            if (belowPosition > _unknownLoss.BelowPosition) _unknownLoss = (belowPosition, segment);
        }
    }

    /// <summary>Of the streams that recovery found, how many are refused.</summary>
    public int CountRefused()
    {
        lock (_gate)
        {
            var known = _heads.Count(pair => LostIn(pair.Key, pair.Value) is not null);
            return known + _losses.Keys.Count(key => !_heads.ContainsKey(key));
        }
    }

    private string? LostIn(StreamKey key, StreamHead head)
    {
        if (head.LastPosition < _unknownLoss.BelowPosition) return _unknownLoss.Segment;
        return _losses.TryGetValue(key, out var loss) && loss.ThroughVersion >= head.FirstVersion
            ? loss.Segment
            : null;
    }

    private void SetHead(StreamKey key, StreamHead head)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_heads, key, out var exists);
        _kept += head.Kept - (exists ? place.Kept : 0);
        place = head;
    }

    private void AddLoss(StreamKey key, long throughVersion, string segment)
    {
        if (!_losses.TryGetValue(key, out var loss) || loss.ThroughVersion < throughVersion)
            _losses[key] = new Loss(throughVersion, segment);
    }

    private readonly record struct Loss(long ThroughVersion, string Segment);
}
