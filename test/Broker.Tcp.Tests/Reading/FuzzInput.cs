using System.Text;
using Broker.Tcp.Tests.Framed;

namespace Broker.Tcp.Tests.Reading;

/// <summary>What a client sends until it is silent for once, and, where that is known, what it is to be read
/// as.</summary>
/// <param name="Said">Null where only the reader can tell; a refusal without its words.</param>
internal sealed record FuzzInput(byte[] Bytes, string[]? Said)
{
    public const int LineBytesMax = 40;
    public const int BodyBytesMax = 60;

    private static readonly string[] Words =
    [
        "identity", "list", "echo", "relay", "\n", "\n", "\r\n", " ", "1", "2,3", "60", "61", "7,", "0", "-1",
        "\0", "\t", "\u00ff", "18446744073709551615", "18446744073709551616", "4294967296",
        "99999999999999999999999999999999999999999", "echo 3\nabc", "relay 2\n1\nxy", "echo\nab\n",
        "identity\n", "[Server] Error: ",
    ];

    private static readonly byte[][] Pieces =
    [
        [0], [1], [2], [3], [4], [0x80], [0xFF], [0x7F], [0x0A], [2, 1, 1], [5, 3, 0xAC, 2, 0x68, 0x69],
        [7, 4, 2, 2, 7, 5, 0x68, 0x69], [4, 4, 0, 0, 0x78], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
        [0x80, 0x00], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [70, 3, 1], [1, 5],
    ];

    /// <summary>A whole conversation: of any bytes, or of messages of which some are refused.</summary>
    public static List<FuzzInput> Conversation(Random random) => random.Next(4) switch
    {
        0 => Noise(random, []),
        1 => Noise(random, ClientFrames.Preamble),
        2 => Many(random, TextMessage),
        _ => [new(ClientFrames.Preamble, ["preamble " + ClientFrames.Nonce]), .. Many(random, Frame)],
    };

    private static List<FuzzInput> Many(Random random, Func<Random, FuzzInput> next) =>
        [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => next(random))];

    private static List<FuzzInput> Noise(Random random, byte[] first)
    {
        var bytes = new List<byte>(first);
        for (var left = random.Next(1, 12); left > 0; left--)
        {
            bytes.AddRange(random.Next(3) switch
            {
                0 => Pieces[random.Next(Pieces.Length)],
                1 => Encoding.Latin1.GetBytes(Words[random.Next(Words.Length)]),
                _ => random.Next(2) == 0 ? TextMessage(random).Bytes : Frame(random).Bytes,
            });
        }
        for (var left = random.Next(4); left > 0 && bytes.Count > 0; left--) Mutate(bytes, random);
        var cut = random.Next(bytes.Count + 1);
        return [new([.. bytes[..cut]], null), new([.. bytes[cut..]], null)];
    }

    private static void Mutate(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        switch (random.Next(4))
        {
            case 0: bytes[at] = (byte)random.Next(256); break;
            case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 2: bytes.RemoveAt(at); break;
            default: bytes.Insert(at, (byte)random.Next(256)); break;
        }
    }

    // A message without a length ends with this input, since silence follows it.
    private static FuzzInput TextMessage(Random random)
    {
        var body = Body(random, BodyBytesMax);
        var tooLong = Body(random, 40) + new string('x', BodyBytesMax + 1);
        return random.Next(12) switch
        {
            0 => Text("identity\r\n", "identity"),
            1 => Text(" list\t\n\n", "list"),
            2 => Text($"echo {body.Length}\n{body}", $"echo:{body}"),
            3 => Text($"relay {body.Length}\r\n 2, 3\r\n{body}", $"relay to 2,3:{body}"),
            4 => Text($"echo\n.{body[..^1]}", $"echo:.{body[..^1]}"),
            5 => Text($"relay\n7\n.{body[..^1]}", $"relay to 7:.{body[..^1]}"),
            6 => Text("relay x\nlist\n", "refused", "list"),
            7 => Text(new string('i', LineBytesMax + 1 + random.Next(100)) + "\nlist\n", "refused", "list"),
            8 => Text($"relay {body.Length}\n2,,3\n{body}identity\n", "refused", "identity"),
            9 => Text($"echo {tooLong.Length}\n{tooLong}list\n", "refused", "list"),
            10 => Text($"relay\n2;3\n{body}", "refused"),
            _ => Text($"relay\n2\n{tooLong}", "refused"),
        };
    }

    private static FuzzInput Frame(Random random)
    {
        var mark = (ulong)random.NextInt64(1, long.MaxValue) >> random.Next(62);
        if (mark == 0) mark = 1;
        var body = Body(random, BodyBytesMax);
        return random.Next(6) switch
        {
            0 => new(ClientFrames.Identity(mark), [$"#{mark} identity"]),
            1 => new(ClientFrames.List(mark), [$"#{mark} list"]),
            2 => new(ClientFrames.Echo(mark, body), [$"#{mark} echo:{body}"]),
            3 => new(ClientFrames.Relay(mark, [1, 300], body), [$"#{mark} relay to 1,300:{body}"]),
            4 => new(ClientFrames.Echo(mark, body + new string('x', BodyBytesMax)), [$"#{mark} refused"]),
            _ => new(ClientFrames.Frame(0x7E, ClientFrames.Number(mark), Encoding.Latin1.GetBytes(body)),
                [$"#{mark} refused"]),
        };
    }

    private static FuzzInput Text(string text, params string[] said) =>
        new(Encoding.Latin1.GetBytes(text), said);

    private static string Body(Random random, int lengthMax)
    {
        var body = new char[random.Next(1, lengthMax + 1)];
        for (var i = 0; i < body.Length; i++) body[i] = "a\n\r\0\u00ff 1,"[random.Next(8)];
        return new string(body);
    }
}
