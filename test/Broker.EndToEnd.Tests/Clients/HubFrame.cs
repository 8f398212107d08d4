namespace Broker.EndToEnd.Tests.Clients;

/// <summary>A frame of the hub's framed form, written from docs/protocol.md §6.8 and §6.9.</summary>
public sealed record HubFrame(byte Type, byte[] Fields)
{
    public const byte Relay = 4, Hello = 0x80, Receipt = 0x84, Delivery = 0x85, Error = 0x8E, Goodbye = 0x8F;

    public static byte[] Number(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }

    public static byte[] RelayTo(ulong request, IReadOnlyCollection<ulong> to, byte[] body) =>
        new HubFrame(Relay, [.. Number(request), .. Ids(to), .. body]).ToBytes();

    public byte[] ToBytes() => [.. Number((ulong)Fields.Length + 1), Type, .. Fields];

    /// <summary>The first field, and what is behind it.</summary>
    public (ulong Number, byte[] Behind) Split()
    {
        var (value, at) = (0UL, 0);
        do value |= (ulong)(Fields[at] & 0x7F) << (7 * at);
        while (Fields[at++] >= 0x80);
        return (value, Fields[at..]);
    }

    private static byte[] Ids(IReadOnlyCollection<ulong> ids) =>
        [.. Number((ulong)ids.Count), .. ids.SelectMany(Number)];
}
