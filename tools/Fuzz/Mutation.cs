namespace Broker.Fuzz;

/// <summary>Makes a wrong input of a right one.</summary>
internal static class Mutation
{
    // Where parsers break: ends, signs, escapes, lengths, and bytes that begin something else.
    private static readonly byte[][] Words =
    [
        [.. "\r\n"u8], [.. "\r\n\r\n"u8], [.. "\n"u8], [0], [0xFF], [0x80], [0xC0, 0xAF], [0xED, 0xA0, 0x80],
        [.. ":"u8], [.. " "u8], [.. "\t"u8], [.. "%00"u8], [.. "%2e%2e/"u8], [.. "\\u0000"u8],
        [.. "\\ud800"u8], [.. "\""u8], [.. "{"u8], [.. "}"u8], [.. "["u8], [.. "null"u8], [.. "-1"u8],
        [.. "1e999"u8], [.. "18446744073709551616"u8],
        [.. "9223372036854775807"u8], [.. "Content-Length: 5\r\n"u8], [.. "Transfer-Encoding: chunked\r\n"u8],
        [.. "Upgrade: websocket\r\n"u8], [.. "Expect: 100-continue\r\n"u8], [.. "fffffffffffffffff\r\n"u8],
        [.. "0\r\n\r\n"u8], [.. "relay 5\n"u8], [.. "echo 99999999\n"u8], [.. "\"id\":1,"u8], [.. ",,"u8],
    ];

    /// <summary>Some changes, one after the other; now and then none.</summary>
    public static byte[] Of(byte[] input, Random random)
    {
        var bytes = new List<byte>(input);
        for (var changes = random.Next(6); changes > 0; changes--) Change(bytes, random);
        return [.. bytes];
    }

    private static IEnumerable<byte> Long(Random random) =>
        Enumerable.Repeat((byte)random.Next(32, 127), random.Next(1, 5_000));

    private static void Change(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(random.Next(1, 16), bytes.Count - at);
        switch (random.Next(7))
        {
            case 0 when at < bytes.Count: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1 when at < bytes.Count: bytes[at] = (byte)random.Next(256); break;
            case 2: bytes.RemoveRange(at, length); break;
            case 3: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
            case 4: bytes.InsertRange(at, Long(random)); break;
            case 5 when bytes.Count > 0: bytes.RemoveRange(at, bytes.Count - at); break;
            default: bytes.InsertRange(at, Words[random.Next(Words.Length)]); break;
        }
    }
}
