using System.Buffers;
using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Gateway.WebSockets;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Chat;

/// <summary>Chat over WebSocket (contracts §2): one JSON object a message, one answer a request.</summary>
internal sealed class ChatProtocol(WebSocketSettings settings) : IWebSocketProtocol
{
    public string Name => "chat";

    public IWireEncoding Encoding { get; } = new ChatEncoding();

    public FrameReaderSettings Frames { get; } = new(settings.ChatMessageBytesMax, settings.FragmentsMax);

    public ReadOnlyMemory<byte> Greet(string? clientName) => ChatCodec.Greeting(clientName!);

    public ReadOnlyMemory<byte> Refuse(CloseReason reason) => ChatCodec.Refusal(reason);

    public Request? Read(ReadOnlyMemory<byte> message) => ChatRequestReader.Read(message.Span, settings.JsonDepthMax);

    public void Write(ReadOnlySpan<Answer> answers, IBufferWriter<byte> output) => ChatCodec.Encode(answers, output);

    public CloseReason? Ends(Answer answer) => null;
}
