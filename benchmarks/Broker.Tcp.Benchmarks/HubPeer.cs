namespace Broker.Tcp.Benchmarks;

/// <summary>The hub in framed form (docs/protocol.md §6.7 to §6.9).</summary>
internal sealed class HubPeer(int port, int processId) : IPeer
{
    private const byte Relay = 4, Hello = 0x80;

    public string Name => "hub";

    public int Port => port;

    public int ProcessId => processId;

    public ulong Join(Wire wire, bool isReceiver)
    {
        wire.Send([0, .. "HUB"u8, 1, .. new byte[8]]);
        var length = wire.Receive(1)[0];
        var hello = wire.Receive(length);
        if (hello[0] != Hello) throw new InvalidDataException($"Type {hello[0]:X2} instead of HELLO.");

        var id = 0UL;
        for (var at = hello.Length - 1; at >= 10; at--) id = (id << 7) | (hello[at] & 0x7FUL);
        return id;
    }

    // Count 0: to whom the message before was.
    public byte[] Message(IReadOnlyCollection<ulong> receivers, byte[] body, bool isFirst)
    {
        byte[] to = isFirst ? [.. Number((ulong)receivers.Count), .. receivers.SelectMany(Number)] : [0];
        byte[] fields = [Relay, 0, .. to, .. body];
        return [.. Number((ulong)fields.Length), .. fields];
    }

    public int DeliveryBytes(ulong sender, int bodyBytes)
    {
        var frame = 1 + Number(sender).Length + bodyBytes;
        return Number((ulong)frame).Length + frame;
    }

    private static byte[] Number(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }
}
