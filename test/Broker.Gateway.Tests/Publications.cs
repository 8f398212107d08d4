using System.Buffers;
using System.Text;
using Broker.Actors;
using Broker.Actors.Delivery;

namespace Broker.Gateway.Tests;

internal static class Publications
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static ChannelName Channel(string text) =>
        ChannelName.TryParse(text, out var name) ? name : throw new ArgumentException(text, nameof(text));

    public static Publication Text(string content, string sender = "Alice", string channel = "c") =>
        new(Channel(channel), "e1", Offset: 1, Noon, sender, Encoding.UTF8.GetBytes(content), IsText: true);

    public static Publication Binary(params byte[] content) =>
        new(Channel("c"), "e1", Offset: 1, Noon, "http", content, IsText: false);

    public static byte[] Encode(this IWireEncoding encoding, Publication publication)
    {
        var output = new ArrayBufferWriter<byte>();
        encoding.Encode(publication, output);
        return output.WrittenSpan.ToArray();
    }
}
