using System.Globalization;
using Xunit.Abstractions;

namespace Broker.Tcp.Tests.Reading;

/// <summary>
/// Conversations of random and of mutated bytes: never an exception, the same in any segments, little held
/// back, and in step behind every refusal. benchmarks/hub-fuzz.sh runs many millions.
/// </summary>
public class HubFuzzSpec(ITestOutputHelper output)
{
    private const int Conversations = 20_000;

    // A body with all that may stand ahead of it.
    private const int HeldBytesMax = FuzzInput.LineBytesMax + FuzzInput.BodyBytesMax + 20;

    [Fact]
    public void Any_bytes_are_read_the_same_in_any_segments_and_refusals_leave_it_in_step()
    {
        var first = Setting("BROKER_FUZZ_SEED", otherwise: 1);
        var last = first + Setting("BROKER_FUZZ_INPUTS", Conversations);
        Parallel.For(first, last, seed =>
        {
            var isRead = false;
            try
            {
                Check(new Random((int)(seed * 7919)));
                isRead = true;
            }
            finally
            {
                if (!isRead) output.WriteLine($"Failed with BROKER_FUZZ_SEED={seed}");
            }
        });
    }

    private static void Check(Random random)
    {
        var inputs = FuzzInput.Conversation(random);
        var whole = Conversation.InBothForms(FuzzInput.LineBytesMax, FuzzInput.BodyBytesMax);
        var pieces = Conversation.InBothForms(FuzzInput.LineBytesMax, FuzzInput.BodyBytesMax);
        foreach (var input in inputs)
        {
            var before = whole.Said.Count;
            whole.Feed(input.Bytes);
            Feed(pieces, input.Bytes, random);
            whole.BeSilent();
            pieces.BeSilent();
            if (input.Said is { } said) AssertSame(said, [.. whole.Said.Skip(before).Select(WithoutWords)]);
        }
        whole.End();
        pieces.End();
        AssertSame(whole.Said, pieces.Said);
        Assert.InRange(Math.Max(whole.HeldBytesMax, pieces.HeldBytesMax), 0, HeldBytesMax);
    }

    // The assertion itself would take most of the time.
    private static void AssertSame(IReadOnlyList<string> expected, IReadOnlyList<string> said)
    {
        if (!expected.SequenceEqual(said)) Assert.Equal(expected, said);
    }

    private static string WithoutWords(string said)
    {
        var at = said.IndexOf("refused: ", StringComparison.Ordinal);
        return at < 0 ? said : said[..(at + "refused".Length)];
    }

    private static void Feed(Conversation conversation, ReadOnlySpan<byte> bytes, Random random)
    {
        while (!bytes.IsEmpty)
        {
            var piece = random.Next(1, Math.Min(bytes.Length, 50) + 1);
            conversation.Feed(bytes[..piece], segmentLength: random.Next(1, 20));
            bytes = bytes[piece..];
        }
    }

    private static long Setting(string variable, long otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? long.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
