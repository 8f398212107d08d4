using System.Buffers;
using Broker.Actors.Delivery;
using Broker.Actors.Hub;
using Broker.Tcp.Framed;
using Broker.Tcp.Reading;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Tcp.Relays;

/// <summary>
/// Gathers consecutive relays of one read that go to the same receivers, so that they are one request for the
/// actors and one write for each receiver. Their bodies stay where they were read until the run ends; then
/// they are copied once, into an array of just the size.
/// </summary>
internal sealed class RelayRun(ulong sender, HubWindow window)
{
    // Enough to make the cost of a message small against its bytes, and little enough to wait for.
    private const int FramesBytesMax = 64 * 1024;

    private readonly List<ReadOnlySequence<byte>> _bodies = [];
    private readonly ArrayBufferWriter<byte> _marks = new();
    private BodyBuffer? _collected;
    private HubReceivers? _to;
    private int _markLength;
    private int _framesBytes;

    public bool IsEmpty => _to is null;

    /// <returns>False when this one is of another run: take that first.</returns>
    public bool TryAdd(in HubCommand relay)
    {
        var bytes = DeliveryFrame.HeaderLength(sender, relay.Body.Length) + relay.Body.Length;
        if (!IsEmpty && !Continues(relay, bytes)) return false;

        (_to, _markLength) = (relay.To, MarkLength(relay));
        _framesBytes += bytes;
        if (_markLength > 0) Varint.Write(_marks, relay.Mark);
        if (relay.Body.Collected is { } collected) _collected = collected;
        else _bodies.Add(relay.Body.Slice);
        return true;
    }

    /// <summary>Ends the run.</summary>
    public RelayRequest Take()
    {
        var contents = _collected is null ? Copy() : HubContents.Of(_collected, sender, window);
        var request = new RelayRequest(_marks.WrittenSpan.ToArray(), _to!, contents)
        {
            Receipt = _markLength > 0,
        };
        _marks.ResetWrittenCount();
        _bodies.Clear();
        (_collected, _to, _framesBytes) = (null, null, 0);
        return request;
    }

    private bool Continues(in HubCommand relay, int bytes) =>
        ReferenceEquals(_to, relay.To)
        && _markLength == MarkLength(relay)
        && _collected is null && relay.Body.Collected is null
        && _framesBytes + bytes <= FramesBytesMax;

    // Without a mark no receipt is wanted. Marks in one request are equally long.
    private static int MarkLength(in HubCommand relay) =>
        relay.Mark == 0 ? 0 : Varint.LengthOf(relay.Mark);

    private HubContents Copy()
    {
        var memory = RefCountedBuffer.Rent(_framesBytes);
        var ends = _bodies.Count > 1 ? new int[_bodies.Count] : null;
        var at = 0;
        for (var i = 0; i < _bodies.Count; i++)
        {
            var body = _bodies[i];
            at += DeliveryFrame.WriteHeader(memory.Array.AsSpan(at), sender, (int)body.Length);
            body.CopyTo(memory.Array.AsSpan(at));
            at += (int)body.Length;
            if (ends is not null) ends[i] = at;
        }
        return new HubContents(memory, 0, at, ends, window);
    }
}
