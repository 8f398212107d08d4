using System.Text;

namespace Broker.Tcp.Tests.Framed;

/// <summary>What a client of the framed form sends, written from docs/protocol.md §6.</summary>
internal static class ClientFrames
{
    public const string Nonce = "0123456789ABCDEF";

    public static byte[] Preamble { get; } = Hex($"00 485542 01 {Nonce}");

    public static byte[] Hex(string text) =>
        Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    public static byte[] Identity(ulong request) => Frame(0x01, Number(request));

    public static byte[] List(ulong request) => Frame(0x02, Number(request));

    public static byte[] Echo(ulong request, string body) => Frame(0x03, Number(request), Bytes(body));

    public static byte[] Relay(ulong request, ulong[] ids, string body) =>
        Frame(0x04, [Number(request), Number((ulong)ids.Length), .. ids.Select(Number), Bytes(body)]);

    public static byte[] Frame(byte type, params byte[][] parts)
    {
        byte[] fields = [type, .. parts.SelectMany(part => part)];
        return [.. Number((ulong)fields.Length), .. fields];
    }

    public static byte[] Number(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);
}
