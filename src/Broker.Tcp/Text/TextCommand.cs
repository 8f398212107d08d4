using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Broker.Tcp.Reading;

namespace Broker.Tcp.Text;

/// <summary>
/// The first line of a command: <c>identity</c>, <c>list</c>, <c>echo [length]</c>, <c>relay [length]</c>.
/// </summary>
internal readonly record struct TextCommand(HubCommandKind Kind)
{
    private const int ShownLengthMax = 32;

    // Beyond this nobody means a length.
    private const int DigitsMax = 15;
    private static readonly byte[] Blanks = " \t"u8.ToArray();

    /// <summary>Null when the body goes on until the client is silent.</summary>
    public long? Length { get; private init; }

    /// <summary>Why the line is refused.</summary>
    public string? Detail { get; private init; }

    /// <returns>Kind NeedMore for an empty line.</returns>
    public static TextCommand Parse(in ReadOnlySequence<byte> line)
    {
        ReadOnlySpan<byte> whole = line.IsSingleSegment ? line.FirstSpan : line.ToArray();
        var text = whole.Trim(Blanks);
        if (text.IsEmpty) return new TextCommand(HubCommandKind.NeedMore);

        var split = text.IndexOfAny(Blanks);
        var word = split < 0 ? text : text[..split];
        var rest = split < 0 ? default : text[split..].TrimStart(Blanks);
        return Parse(word, rest) ?? Refuse($"unknown command '{Shown(text)}'");
    }

    private static TextCommand? Parse(ReadOnlySpan<byte> word, ReadOnlySpan<byte> rest)
    {
        if (word.SequenceEqual("identity"u8)) return Bare(HubCommandKind.Identity, "identity", rest);
        if (word.SequenceEqual("list"u8)) return Bare(HubCommandKind.List, "list", rest);
        if (word.SequenceEqual("echo"u8)) return WithLength(HubCommandKind.Echo, "echo", rest);
        return word.SequenceEqual("relay"u8) ? WithLength(HubCommandKind.Relay, "relay", rest) : null;
    }

    private static TextCommand Bare(HubCommandKind kind, string name, ReadOnlySpan<byte> rest) => rest.IsEmpty
        ? new TextCommand(kind)
        : Refuse($"{name} stands alone, without '{Shown(rest)}'");

    private static TextCommand WithLength(HubCommandKind kind, string name, ReadOnlySpan<byte> rest)
    {
        if (rest.IsEmpty) return new TextCommand(kind);

        var isNumber = rest.Length <= DigitsMax && !rest.ContainsAnyExceptInRange((byte)'0', (byte)'9');
        return isNumber && Utf8Parser.TryParse(rest, out long length, out _)
            ? new TextCommand(kind) { Length = length }
            : Refuse($"'{Shown(rest)}' behind {name} is no length in bytes");
    }

    private static TextCommand Refuse(string detail) =>
        new(HubCommandKind.Refused) { Detail = detail };

    // The client's bytes in a line of ours: printable, and not many.
    private static string Shown(ReadOnlySpan<byte> text)
    {
        var shown = new StringBuilder();
        foreach (var b in text[..Math.Min(text.Length, ShownLengthMax)])
            shown.Append(b is >= 0x20 and < 0x7F ? (char)b : '?');
        return text.Length > ShownLengthMax ? shown.Append("...").ToString() : shown.ToString();
    }
}
