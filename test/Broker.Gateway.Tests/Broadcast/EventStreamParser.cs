using System.Text;

namespace Broker.Gateway.Tests.Broadcast;

/// <summary>
/// What an EventSource makes of a whole event stream (WHATWG HTML §9.2.6), written from that page and not
/// from the encoder.
/// </summary>
internal static class EventStreamParser
{
    internal sealed record Event(string Type, string Data, string LastId);

    public static List<Event> Parse(ReadOnlySpan<byte> stream)
    {
        var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(stream);
        if (text.StartsWith('\ufeff')) text = text[1..];

        var events = new List<Event>();
        string type = "", data = "", id = "";
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        foreach (var line in lines[..^1])
        {
            if (line.Length == 0)
            {
                if (type.Length == 0) type = "message";
                if (data.Length > 0) events.Add(new Event(type, data[..^1], id));
                (type, data) = ("", "");
                continue;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (field, value) = colon < 0 ? (line, "") : (line[..colon], line[(colon + 1)..]);
            if (value.StartsWith(' ')) value = value[1..];
            switch (field)
            {
                case "event": type = value; break;
                case "data": data += value + "\n"; break;
                case "id" when !value.Contains('\0', StringComparison.Ordinal): id = value; break;
            }
        }
        return events;
    }
}
