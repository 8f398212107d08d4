using System.Buffers;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Gateway.WebSockets;
using Broker.Gateway.WebSockets.Compression;
using Broker.Gateway.WebSockets.Frames;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Chat;

/// <summary>Chat over WebSocket (contracts §2): one JSON object a message, one answer a request.</summary>
internal sealed class ChatSocketHandler(WebSocketSettings settings, bool deflate) : IWebSocketHandler
{
    private readonly ChatRequestReader _requests = new(settings.JsonDepthMax);

    public string Name => "chat";

    public IWireEncoding Encoding { get; } =
        deflate ? new DeflatedEncoding(ChatEncoding.Instance) : ChatEncoding.Instance;

    public FrameReaderSettings Frames { get; } =
        new(settings.ChatMessageBytesMax, settings.FragmentsMax, deflate);

    public ReadOnlyMemory<byte> Greet(string? clientName) => ChatCodec.EncodeGreeting(clientName!);

    public ReadOnlyMemory<byte> Refuse(CloseReason reason, string? clientName) =>
        ChatCodec.EncodeRefusal(reason, clientName);

    public Request? Read(ReadOnlyMemory<byte> message, bool isText) => _requests.Read(message.Span);

    public void Write(ReadOnlySpan<Answer> answers, IBufferWriter<byte> output) =>
        ChatCodec.Encode(answers, output);
}
