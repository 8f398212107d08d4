using Broker.Actors.Delivery;
using Broker.Tcp.Framed;

namespace Broker.Tcp.Relays;

/// <summary>
/// Relays of one client to the same receivers, as delivery frames back to back in one rented array. Framed
/// receivers share that array itself. Text receivers share the body of a single relay where it lies, and of
/// several the bodies gathered once, when the first of them asks.
/// </summary>
internal sealed class HubContents : RelayedContents
{
    private readonly RefCountedBuffer _memory;
    private readonly int _start;
    private readonly int _lengthRead;
    private readonly HubWindow? _window;
    private int[]? _ends;
    private EncodedBatch _framed;
    private RefCountedBuffer? _gathered;
    private EncodedBatch? _text;

    /// <param name="memory">Held by the contents from now on.</param>
    /// <param name="start">Where the first frame begins.</param>
    /// <param name="length">Of all frames.</param>
    /// <param name="ends">Where each ends, from the start; null for one frame.</param>
    /// <param name="window">
    /// Told of the length when nothing reads them any more; null where the sender is on another node.
    /// </param>
    public HubContents(RefCountedBuffer memory, int start, int length, int[]? ends, HubWindow? window)
    {
        (_memory, _start, _lengthRead, _ends, _window) = (memory, start, length, ends, window);
        _framed = Framed(length);
    }

    public override int Count => _framed.Frames;

    public override int Bytes => _framed.Bytes.Length;

    /// <summary>One relay, whose body was collected: its header goes into the room ahead of it.</summary>
    public static HubContents Of(BodyBuffer body, ulong sender, HubWindow window)
    {
        var memory = body.Detach();
        var header = DeliveryFrame.HeaderLength(sender, body.Length);
        var start = BodyBuffer.Headroom - header;
        DeliveryFrame.WriteHeader(memory.Array.AsSpan(start), sender, body.Length);
        return new HubContents(memory, start, header + body.Length, ends: null, window);
    }

    public override EncodedBatch Frames => _framed;

    public override EncodedBatch EncodedFor(IWireEncoding encoding) =>
        encoding is HubFrameEncoding ? _framed : Volatile.Read(ref _text) ?? EncodeText();

    public override void Keep(int count)
    {
        _ends = _ends![..count];
        _framed = Framed(_ends[^1]);
    }

    protected override void OnSettled()
    {
        _gathered?.Release();
        _memory.Release();
        _window?.CompleteBytes(_lengthRead);
    }

    private EncodedBatch Framed(int length) =>
        EncodedBatch.Of(_memory.Array.AsMemory(_start, length), _ends, _memory);

    private EncodedBatch EncodeText()
    {
        // Two channels may ask at once, from two threads; both are to get the same bytes.
        lock (_framed)
        {
            if (_text is null) Volatile.Write(ref _text, Count == 1 ? TextOfOne() : GatherText());
            return _text!;
        }
    }

    private EncodedBatch TextOfOne() =>
        EncodedBatch.Of(_framed.Bytes[HeaderLength(_framed.Bytes.Span)..], ends: null, _memory);

    private EncodedBatch GatherText()
    {
        _gathered = RefCountedBuffer.Rent(Bytes);
        var (at, from) = (0, 0);
        var textEnds = new List<int>(Count);
        foreach (var end in _ends!)
        {
            var frame = _framed.Bytes.Span[from..end];
            var body = frame[HeaderLength(frame)..];
            body.CopyTo(_gathered.Array.AsSpan(at));
            at += body.Length;
            from = end;
            // An empty body is no frame here: an end that is also its start would never let a dropper go on.
            if (!body.IsEmpty) textEnds.Add(at);
        }
        return EncodedBatch.Of(_gathered.Array.AsMemory(0, at), [.. textEnds], _gathered);
    }

    // Our own writing: the length, the type and the sender, of which the last bytes have no top bit.
    private static int HeaderLength(ReadOnlySpan<byte> frame)
    {
        var at = 0;
        while (frame[at] >= 0x80) at++;
        at += 2;
        while (frame[at] >= 0x80) at++;
        return at + 1;
    }
}
