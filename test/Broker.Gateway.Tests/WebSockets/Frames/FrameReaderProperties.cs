using System.Text;
using Broker.Gateway.WebSockets.Frames;
using FsCheck;
using FsCheck.Fluent;

namespace Broker.Gateway.Tests.WebSockets.Frames;

/// <summary>
/// What holds for any client: a talkative one that keeps the rules, and one that sends noise.
/// </summary>
public class FrameReaderProperties
{
    private static readonly FrameReaderSettings Settings = new(MessageBytesMax: 8192, FragmentsMax: 100);

    private static readonly Gen<string> Texts = Gen.OneOf(
        Gen.ArrayOf(Gen.Elements("a", "é", "€", "😀", "\0", "~")).Select(string.Concat),
        Gen.Choose(0, 1200).Select(length => new string('x', length)));

    private static readonly Gen<byte[]> Payloads = Gen.ArrayOf(Gen.Choose(0, 255).Select(b => (byte)b));

    /// <summary>Heads that are near the rules, with noise for payload.</summary>
    private static readonly Gen<byte[]> Noise =
        from parts in Gen.ListOf(
            from head in Gen.Elements<byte>(0x01, 0x81, 0x82, 0x02, 0x00, 0x80, 0x89, 0x8A, 0x88, 0xC1, 0x41)
            from length in Gen.Elements<byte>(0x80, 0x81, 0x82, 0x85, 0xFD, 0xFE, 0xFF, 0x05)
            from payload in Payloads
            select (byte[])[head, length, .. payload])
        select parts.SelectMany(part => part).ToArray();

    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Fact]
    public void Any_fragmentation_masking_and_segmentation_gives_the_same_messages()
    {
        var conversations =
            from texts in Gen.NonEmptyListOf(Texts)
            from seed in Gen.Choose(0, int.MaxValue)
            select (texts: texts.ToArray(), seed);
        Check.One(Config, Prop.ForAll(conversations.ToArbitrary(), c => Same(c.texts, new Random(c.seed))));
    }

    [Fact]
    public void Noise_never_throws_and_never_holds_more_than_the_limit()
    {
        var noise = Gen.OneOf(Payloads, Noise).ToArbitrary();
        foreach (var settings in new[]
        {
            Settings, Settings with { Deflate = true }, Settings with { IgnorePayload = true },
        })
            Check.One(Config, Prop.ForAll(noise, bytes => IsBounded(settings, bytes)));
    }

    private static bool Same(string[] texts, Random random)
    {
        var (bytes, expected) = (new List<byte>(), new List<string>());
        foreach (var text in texts) WriteFragments(Encoding.UTF8.GetBytes(text), random, bytes, expected);

        using var reading = new Reading(Settings);
        var stream = bytes.ToArray().AsSpan();
        while (!stream.IsEmpty)
        {
            var piece = random.Next(1, stream.Length + 1);
            reading.Feed(stream[..piece], segmentLength: random.Next(1, 64));
            stream = stream[piece..];
        }

        Assert.Equal(expected, reading.Events);
        return reading.HeldBytes == 0 && reading.HeldBytesMax <= Settings.MessageBytesMax + 128;
    }

    private static void WriteFragments(byte[] payload, Random random, List<byte> bytes, List<string> expected)
    {
        var (at, opcode) = (0, Opcode.Text);
        bool fin;
        do
        {
            var length = random.Next(payload.Length - at + 1);
            fin = at + length == payload.Length && random.Next(2) == 0;
            var key = new byte[4];
            random.NextBytes(key);
            bytes.AddRange(ClientFrame.Of(opcode, payload.AsSpan(at, length), fin, key: key));
            (at, opcode) = (at + length, Opcode.Continuation);
            if (fin) expected.Add($"text {Encoding.UTF8.GetString(payload)}");
            if (random.Next(3) != 0) continue;

            bytes.AddRange(ClientFrame.Of(Opcode.Ping, key, key: key));
            expected.Add($"ping {Convert.ToHexString(key)}");
        }
        while (!fin);
    }

    private static bool IsBounded(FrameReaderSettings settings, byte[] bytes)
    {
        using var whole = new Reading(settings);
        whole.Feed(bytes);
        using var pieces = new Reading(settings);
        foreach (var one in bytes) pieces.Feed([one]);

        Assert.Equal(whole.Events, pieces.Events);
        Assert.InRange(pieces.RestLength, 0, 130);
        return whole.HeldBytesMax <= settings.MessageBytesMax + 128;
    }
}
