using System.Buffers;
using Broker.Actors;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Gateway.Http;
using Broker.Gateway.WebSockets;
using Broker.Gateway.WebSockets.Compression;
using Broker.Gateway.WebSockets.Frames;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Broadcast;

/// <summary>
/// Broadcast over WebSocket (contracts §1): bare contents one way; what a subscriber sends is ignored.
/// </summary>
internal sealed class BroadcastSocketHandler(WebSocketSettings settings, bool deflate) : IWebSocketHandler
{
    /// <summary>The channel of a client that names none.</summary>
    public const string DefaultChannel = "broadcast";

    private const string ChannelParameter = "channel";

    public string Name => "broadcast";

    public IWireEncoding Encoding { get; } =
        deflate ? new DeflatedEncoding(BroadcastEncoding.Instance) : BroadcastEncoding.Instance;

    public FrameReaderSettings Frames { get; } =
        new(settings.MessageBytesMax, settings.FragmentsMax, deflate, IgnorePayload: true);

    /// <summary>The channel that <c>?channel=</c> names in a raw query; without one, the default.</summary>
    public static ChannelNameError ChannelOf(ReadOnlySpan<char> query, out ChannelName? channel)
    {
        var name = QueryParameter.Read(query, ChannelParameter, out var isText) ?? DefaultChannel;
        channel = null;
        return isText ? ChannelName.Parse(name, out channel) : ChannelNameError.NotUtf8;
    }

    /// <summary>The same of a request, which is refused when it names none.</summary>
    public static ChannelName ChannelOf(HttpRequest request) =>
        ChannelOf(request.QueryString.Value, out var channel) is var error && error == ChannelNameError.None
            ? channel!
            : throw new HttpErrorException(StatusCodes.Status400BadRequest, ChannelNameTexts.Of(error));

    public ReadOnlyMemory<byte> Greet(string? clientName) => default;

    public ReadOnlyMemory<byte> Refuse(CloseReason reason, string? clientName) => default;

    public Request? Read(ReadOnlyMemory<byte> message, bool isText) => null;

    public void Write(ReadOnlySpan<Answer> answers, IBufferWriter<byte> output)
    {
    }
}
