using Broker.Actors.Channels;
using Broker.Tcp.Framed;

namespace Broker.Tcp.Relays;

/// <summary>
/// Relays of one client to the same receivers, as delivery frames back to back in one rented array. Framed
/// receivers share that array itself. Text receivers share the body of a single relay where it lies, and of
/// several the bodies gathered once, when the first of them asks.
/// </summary>
internal sealed class HubContents(
    SharedBytes memory, int start, int length, int[]? ends, HubWindow window) : RelayedContents
{
    private readonly EncodedBatch _framed = EncodedBatch.Of(
        memory.Array.AsMemory(start, length), ends, memory);
    private SharedBytes? _gathered;
    private EncodedBatch? _text;

    public override int Count => _framed.Frames;

    public override int Bytes => length;

    private ReadOnlySpan<byte> Frames => memory.Array.AsSpan(start, length);

    /// <summary>One relay, whose body was collected: its header goes into the room ahead of it.</summary>
    public static HubContents Of(BodyBuffer body, ulong sender, HubWindow window)
    {
        var memory = body.Detach();
        var header = DeliveryFrame.HeaderLength(sender, body.Length);
        var start = BodyBuffer.Headroom - header;
        DeliveryFrame.WriteHeader(memory.Array.AsSpan(start), sender, body.Length);
        return new HubContents(memory, start, header + body.Length, ends: null, window);
    }

    public override EncodedBatch EncodedFor(IWireEncoding encoding) =>
        encoding is HubFrameEncoding ? _framed : Volatile.Read(ref _text) ?? EncodeText();

    protected override void OnSettled()
    {
        _gathered?.Release();
        memory.Release();
        window.CompleteBytes(length);
    }

    private EncodedBatch EncodeText()
    {
        // Two channels may ask at once, from two threads; both are to get the same bytes.
        lock (_framed)
        {
            if (_text is null) Volatile.Write(ref _text, ends is null ? TextOfOne() : GatherText());
            return _text!;
        }
    }

    private EncodedBatch TextOfOne()
    {
        var header = HeaderLength(Frames);
        return EncodedBatch.Of(
            memory.Array.AsMemory(start + header, length - header), ends: null, memory);
    }

    private EncodedBatch GatherText()
    {
        _gathered = SharedBytes.Rent(length);
        var (at, from) = (0, 0);
        var textEnds = new List<int>(ends!.Length);
        foreach (var end in ends)
        {
            var frame = Frames[from..end];
            var body = frame[HeaderLength(frame)..];
            body.CopyTo(_gathered.Array.AsSpan(at));
            at += body.Length;
            from = end;
            // An empty body is no frame here: an end that is also its start would never let a dropper go on.
            if (!body.IsEmpty) textEnds.Add(at);
        }
        return EncodedBatch.Of(
            _gathered.Array.AsMemory(0, at), textEnds.Count > 1 ? [.. textEnds] : null, _gathered);
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
