using System.Text;
using Broker.Tcp.Tests.Framed;
using FsCheck;
using FsCheck.Fluent;

namespace Broker.Tcp.Tests.Reading;

/// <summary>What holds for any client: one that keeps the rules, and one that sends noise.</summary>
public class HubReaderProperties
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(300);

    private static readonly Gen<string> Bodies =
        Gen.ArrayOf(Gen.Elements("a", "\n", "\0", "list\n", "\r", "\u00ff")).Select(string.Concat);

    /// <summary>A command, whether silence follows it, and what it is to be read as.</summary>
    private static readonly Gen<(string Text, bool Gap, string Said)> TextCommands = Gen.OneOf(
        Gen.Elements(("identity\n", false, "identity"), ("list\r\n", false, "list"), ("\n", false, ""),
            ("nonsense\n", false, "refused: unknown command 'nonsense'")),
        Bodies.Select(body => ($"echo {body.Length}\n{body}", false, $"echo:{body}")),
        Bodies.Select(body => ($"relay {body.Length}\n2, 3\n{body}", false, $"relay to 2,3:{body}")),
        Bodies.Select(body => ($"echo\n.{body}", true, $"echo:.{body}")),
        Bodies.Select(body => ($"relay\n7\n.{body}", true, $"relay to 7:.{body}")));

    private static readonly Gen<(byte[] Bytes, string Said)> FrameCommands = Gen.OneOf(
        Gen.Choose(1, 300).Select(mark => (ClientFrames.Identity((ulong)mark), $"#{mark} identity")),
        Bodies.Select(body => (ClientFrames.Echo(1, body), $"#1 echo:{body}")),
        Bodies.Select(body => (ClientFrames.Relay(0, [1, 300], body), $"relay to 1,300:{body}")));

    private static readonly Gen<byte[]> Noise = Gen.OneOf(
        Gen.ArrayOf(Gen.Choose(0, 255).Select(b => (byte)b)),
        Gen.ArrayOf(Gen.Elements("relay\n", "echo ", "12\n", "1,2\n", "x", "\r\n", "\0", "echo\n", "9"))
            .Select(parts => Encoding.Latin1.GetBytes(string.Concat(parts))),
        Gen.ArrayOf(Gen.Elements<byte>(0, 1, 2, 3, 4, 5, 0x80, 0xFF))
            .Select(bytes => (byte[])[.. ClientFrames.Preamble, .. bytes]));

    [Fact]
    public void Text_commands_are_read_as_they_are_meant_in_any_segments() => Check.One(Config, Prop.ForAll(
        Gen.ListOf(TextCommands).Zip(Gen.Choose(0, int.MaxValue)).ToArbitrary(), sample =>
        {
            var conversation = Conversation.InBothForms();
            var random = new Random(sample.Item2);
            foreach (var (text, gap, _) in sample.Item1)
            {
                Feed(conversation, Encoding.Latin1.GetBytes(text), random);
                if (gap) conversation.BeSilent();
            }
            Assert.Equal(sample.Item1.Select(c => c.Said).Where(said => said.Length > 0), conversation.Said);
        }));

    [Fact]
    public void Frames_are_read_as_they_are_meant_in_any_segments() => Check.One(Config, Prop.ForAll(
        Gen.ListOf(FrameCommands).Zip(Gen.Choose(0, int.MaxValue)).ToArbitrary(), sample =>
        {
            var conversation = Conversation.InBothForms();
            byte[] bytes = [.. ClientFrames.Preamble, .. sample.Item1.SelectMany(c => c.Bytes)];
            Feed(conversation, bytes, new Random(sample.Item2));
            Assert.Equal(sample.Item1.Select(c => c.Said), conversation.Said.Skip(1));
        }));

    [Fact]
    public void Noise_is_read_the_same_in_any_segments_and_never_held_beyond_the_limits() => Check.One(
        Config.WithMaxTest(1000),
        Prop.ForAll(Noise.Zip(Gen.Choose(0, int.MaxValue)).ToArbitrary(), sample =>
        {
            var (whole, pieces) = (Conversation.InBothForms(40, 60), Conversation.InBothForms(40, 60));
            whole.Feed(sample.Item1);
            Feed(pieces, sample.Item1, new Random(sample.Item2));
            foreach (var conversation in new[] { whole, pieces })
            {
                conversation.BeSilent();
                conversation.End();
            }
            Assert.Equal(whole.Said, pieces.Said);
            Assert.InRange(pieces.HeldBytesMax, 0, 120);
        }));

    private static void Feed(Conversation conversation, ReadOnlySpan<byte> bytes, Random random)
    {
        while (!bytes.IsEmpty)
        {
            var piece = random.Next(1, bytes.Length + 1);
            conversation.Feed(bytes[..piece], segmentLength: random.Next(1, 20));
            bytes = bytes[piece..];
        }
    }
}
