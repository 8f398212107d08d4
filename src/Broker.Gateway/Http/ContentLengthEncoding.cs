using System.Text;

namespace Broker.Gateway.Http;

/// <summary>
/// Decodes <c>Content-Length</c> for Kestrel, which would also take <c>+5</c> for a number. RFC 9110 §8.6
/// allows digits only. Anything else decodes to a text that is no number, and Kestrel answers 400.
/// </summary>
internal sealed class ContentLengthEncoding : Encoding
{
    // Of the largest 64-bit number.
    private const int DigitsMax = 19;

    public override int GetCharCount(ReadOnlySpan<byte> bytes) => IsNumber(bytes) ? bytes.Length : 1;

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        if (IsNumber(bytes)) return ASCII.GetChars(bytes, chars);
        chars[0] = '?';
        return 1;
    }

    public override int GetCharCount(byte[] bytes, int index, int count) =>
        GetCharCount(bytes.AsSpan(index, count));

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) =>
        GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    public override int GetMaxCharCount(int byteCount) => Math.Max(1, byteCount);

    public override int GetByteCount(char[] chars, int index, int count) => throw new NotSupportedException();

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        throw new NotSupportedException();

    public override int GetMaxByteCount(int charCount) => throw new NotSupportedException();

    private static bool IsNumber(ReadOnlySpan<byte> bytes) =>
        bytes.Length is > 0 and <= DigitsMax && !bytes.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
