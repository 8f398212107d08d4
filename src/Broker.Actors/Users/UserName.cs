using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Broker.Actors.Users;

/// <summary>
/// The name of a user that is known to be valid: text without control characters, short enough to be part of
/// a channel name. Holding one is the proof. It says nothing about who may act for that user: a token does.
/// </summary>
public sealed record UserName
{
    private const string Area = "user";

    private UserName(string value, ChannelName inbox) => (Value, Inbox) = (value, inbox);

    /// <summary>Longest name, in bytes of UTF-8: what the channel's own limit leaves.</summary>
    public static int BytesMax { get; } = ChannelName.BytesMax - ChannelName.Private(Area, "").Value.Length;

    public string Value { get; }

    /// <summary>The private channel of this user: every socket of that name subscribes to it.</summary>
    public ChannelName Inbox { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out UserName? name)
    {
        name = IsValid(text, BytesMax) ? new UserName(text, ChannelName.Private(Area, text)) : null;
        return name is not null;
    }

    /// <summary>Text without control characters, within a limit in bytes of UTF-8.</summary>
    public static bool IsValid([NotNullWhen(true)] string? text, int bytesMax)
    {
        if (string.IsNullOrEmpty(text) || text.Length > bytesMax) return false;

        // A lone surrogate has no UTF-8, and enumerates as the replacement character, which a name may not
        // have: two names would look alike.
        foreach (var rune in text.EnumerateRunes())
            if (rune == Rune.ReplacementChar || Rune.IsControl(rune)) return false;
        return Encoding.UTF8.GetByteCount(text) <= bytesMax;
    }

    public override string ToString() => Value;
}
