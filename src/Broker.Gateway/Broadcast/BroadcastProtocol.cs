using System.Buffers;
using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Gateway.WebSockets;
using static Broker.Actors.Connections.ConnectionProtocol;

using Broker.Gateway.Startup;
namespace Broker.Gateway.Broadcast;

/// <summary>
/// Broadcast over WebSocket (contracts §1): bare contents one way; what a subscriber sends is ignored.
/// </summary>
internal sealed class BroadcastProtocol(WebSocketSettings settings, bool deflate) : IWebSocketProtocol
{
    /// <summary>The channel of a client that names none.</summary>
    public const string DefaultChannel = "broadcast";

    public string Name => "broadcast";

    public IWireEncoding Encoding { get; } =
        deflate ? new DeflatedEncoding(BroadcastEncoding.Instance) : BroadcastEncoding.Instance;

    public FrameReaderSettings Frames { get; } =
        new(settings.MessageBytesMax, settings.FragmentsMax, deflate, IgnorePayload: true);

    /// <summary>The channel that <c>?channel=</c> names; without one, the default.</summary>
    public static ChannelNameError ChannelOf(string? parameter, out ChannelName? channel) =>
        ChannelName.Parse(parameter ?? DefaultChannel, out channel);

    public ReadOnlyMemory<byte> Greet(string? clientName) => default;

    public ReadOnlyMemory<byte> Refuse(CloseReason reason) => default;

    public Request? Read(ReadOnlyMemory<byte> message) => null;

    public void Write(ReadOnlySpan<Answer> answers, IBufferWriter<byte> output)
    {
    }

    public CloseReason? Ends(Answer answer) =>
        answer is Failed ? CloseReason.Refused : null;
}
