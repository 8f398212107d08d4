using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Broker.Actors;

/// <summary>
/// A channel name that is known to be valid: 1 to 255 bytes of UTF-8 without control characters,
/// case-sensitive (contracts, "Channels are one name space"). Holding one is the proof.
/// </summary>
public sealed record ChannelName
{
    /// <summary>Longest name, in bytes of UTF-8. It bounds what a client can make us remember.</summary>
    public const int BytesMax = 255;

    /// <summary>
    /// The first character of names that no client may say: the private channels live there.
    /// </summary>
    public const char ReservedPrefix = '$';

    private ChannelName(string value) => Value = value;

    public string Value { get; }

    /// <summary>Parses a name that a client said. Answers why not, so that the client can be told.</summary>
    public static ChannelNameError Parse(string? text, out ChannelName? name)
    {
        name = null;
        if (string.IsNullOrEmpty(text)) return ChannelNameError.Empty;
        if (text[0] == ReservedPrefix) return ChannelNameError.Reserved;

        var error = Check(text);
        if (error == ChannelNameError.None) name = new ChannelName(text);
        return error;
    }

    /// <summary>As <see cref="Parse"/>, for callers that need no reason.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ChannelName? name) =>
        Parse(text, out name) == ChannelNameError.None;

    /// <summary>The one private channel of an area, <c>$area</c>.</summary>
    internal static ChannelName Private(string area) => new($"{ReservedPrefix}{area}");

    /// <summary>A private channel, <c>$area.key</c>. Only the broker itself makes these.</summary>
    internal static ChannelName Private(string area, string key) => new($"{ReservedPrefix}{area}.{key}");

    /// <summary>A name that was stored, private ones too. False for what never was one.</summary>
    internal static bool TryRestore(string text, [NotNullWhen(true)] out ChannelName? name)
    {
        name = text.Length > 0 && Check(text) == ChannelNameError.None ? new ChannelName(text) : null;
        return name is not null;
    }

    /// <summary>True for a private channel: it is never listed.</summary>
    public bool IsReserved => Value[0] == ReservedPrefix;

    /// <summary>
    /// The name in the alphabet of actor names: letters, digits, <c>-</c>, <c>.</c> and <c>_</c> as they are,
    /// every other byte as <c>%XX</c>. Two channels never share one.
    /// </summary>
    public string ToActorName()
    {
        if (Value.All(IsPlain)) return Value;

        var escaped = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(Value))
        {
            if (IsPlain((char)b)) escaped.Append((char)b);
            else escaped.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }
        return escaped.ToString();
    }

    public override string ToString() => Value;

    private static ChannelNameError Check(string text)
    {
        var bytes = 0;
        for (ReadOnlySpan<char> rest = text; rest.Length > 0;)
        {
            // A lone surrogate has no UTF-8.
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) != OperationStatus.Done)
                return ChannelNameError.NotUtf8;
            if (Rune.IsControl(rune)) return ChannelNameError.ControlCharacter;

            bytes += rune.Utf8SequenceLength;
            if (bytes > BytesMax) return ChannelNameError.TooLong;
            rest = rest[used..];
        }
        return ChannelNameError.None;
    }

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_';
}
