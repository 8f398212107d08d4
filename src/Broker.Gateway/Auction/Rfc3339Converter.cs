using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Broker.Gateway.Auction;

/// <summary>
/// Reads times as in RFC 3339 §5.6: with an offset, and any number of places. Beyond 100 ns they are cut off.
/// </summary>
internal sealed partial class Rfc3339Converter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(
        ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryRead(reader.GetString()!, out var time)
            ? time
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value);

    private static bool TryRead(string text, out DateTimeOffset time)
    {
        var parts = Form().Match(text).Groups;
        var sign = parts["sign"].Value == "-" ? -1 : 1;
        time = default;
        if (!DateTime.TryParseExact(
                $"{parts["date"]} {parts["time"]}{parts["fraction"]}", "yyyy-MM-dd HH:mm:ss.FFFFFFF",
                CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)) return false;
        // The standard has offsets up to 23:59, the framework's type has them up to 14:00.
        var offset = TimeSpan.Zero;
        if (parts["offset"].Success && !TimeSpan.TryParseExact(
                parts["offset"].Value, @"hh\:mm", CultureInfo.InvariantCulture, out offset)) return false;

        var ticks = local.Ticks - (sign * offset.Ticks);
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks) return false;
        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }

    [GeneratedRegex(
        @"\A(?<date>[0-9-]{10})[Tt](?<time>[0-9:]{8})((?<fraction>\.[0-9]{1,7})[0-9]*)?"
        + @"([Zz]|(?<sign>[+-])(?<offset>[0-9]{2}:[0-9]{2}))\z")]
    private static partial Regex Form();
}
