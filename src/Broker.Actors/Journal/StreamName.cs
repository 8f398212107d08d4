using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Broker.Actors.Journal;

/// <summary>
/// The name of one stream of events, such as <c>offer.17</c>: 1 to 255 bytes of UTF-8 without a zero, which
/// not every store can hold. What stands before the first dot says whose events they are. Holding one is the
/// proof that it is valid.
/// </summary>
public sealed record StreamName
{
    /// <summary>Longest name, in bytes of UTF-8: a record counts them in one byte.</summary>
    public const int BytesMax = 255;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    private StreamName(string value) => Value = value;

    public string Value { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out StreamName? name)
    {
        name = IsValid(text) ? new StreamName(text) : null;
        return name is not null;
    }

    /// <summary>For names that the program makes itself.</summary>
    /// <exception cref="ArgumentException">It is not valid.</exception>
    public static StreamName Parse(string text) =>
        TryParse(text, out var name) ? name : throw new ArgumentException("is no stream name", nameof(text));

    public override string ToString() => Value;

    private static bool IsValid([NotNullWhen(true)] string? text)
    {
        if (text is not { Length: > 0 and <= BytesMax } || text.Contains('\0')) return false;

        try
        {
            return Strict.GetByteCount(text) <= BytesMax;
        }
        catch (EncoderFallbackException)
        {
            // Half of a surrogate pair would come back as another name.
            return false;
        }
    }
}
