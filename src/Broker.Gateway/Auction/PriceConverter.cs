using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Broker.Gateway.Auction;

/// <summary>
/// Reads a JSON number as a decimal (contracts §5), never through binary floating point: from 0 to 2^53, with
/// at most four places that are not zero. Nothing is rounded.
/// </summary>
internal sealed class PriceConverter : JsonConverter<decimal>
{
    private const decimal Highest = 9_007_199_254_740_992m;
    private const int PlacesMax = 4;

    // A decimal rounds what has more digits.
    private const int DigitsMax = 28;

    public override decimal Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && TryRead(reader.ValueSpan, out var value)
            ? value
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value);

    private static bool TryRead(ReadOnlySpan<byte> number, out decimal value)
    {
        var exponent = number.IndexOfAny("eE"u8);
        var digits = (exponent < 0 ? number : number[..exponent]).Trim("-.0"u8);
        return decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && value is >= 0 and <= Highest
            && decimal.Round(value, PlacesMax) == value
            // The point counts as one. What is so small that it became 0 had digits.
            && digits.Length <= DigitsMax + 1
            && value == 0 == digits.IsEmpty;
    }
}
