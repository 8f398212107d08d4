using System.Buffers;
using System.Buffers.Text;

namespace Broker.Gateway.Tokens;

/// <summary>
/// Base64url as tokens have it (RFC 7515 §2): no padding, no blanks, and one text for one value. The
/// framework's decoder also takes padding and blanks, which would give one token many spellings.
/// </summary>
internal static class Base64UrlText
{
    private static readonly SearchValues<byte> Alphabet = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    /// <summary>False for anything but the one right spelling.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (text.ContainsAnyExcept(Alphabet)) return false;

        var decoded = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromUtf8(text, decoded, out _, out var length) != OperationStatus.Done)
            return false;

        bytes = decoded.AsSpan(0, length);
        return true;
    }
}
