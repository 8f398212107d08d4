using System.Buffers;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Gateway.WebSockets.Frames;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.WebSockets;

/// <summary>
/// What one of the protocols over WebSocket says and understands. One instance serves all connections, but
/// for a protocol that knows its client: that one has an instance for each.
/// </summary>
internal interface IWebSocketHandler
{
    /// <summary>For logs and metrics.</summary>
    string Name { get; }

    IWireEncoding Encoding { get; }

    FrameReaderSettings Frames { get; }

    /// <summary>
    /// Why the connection has to end now by the protocol's own rules; null while it may go on. Asked with
    /// each beat.
    /// </summary>
    CloseReason? Overdue => null;

    /// <summary>
    /// Why the connection ends behind the answers that were written last; null while it may go on.
    /// </summary>
    CloseReason? Ending => null;

    /// <summary>The first frame after a connection was let in; empty for none.</summary>
    ReadOnlyMemory<byte> Greet(string? clientName);

    /// <summary>
    /// The frame that goes before the close of a connection that was not let in; empty where the handshake
    /// itself is to be refused.
    /// </summary>
    ReadOnlyMemory<byte> Refuse(CloseReason reason, string? clientName);

    /// <summary>What a client's message asks for; null when it asks for nothing.</summary>
    /// <param name="message">Valid until the call returns.</param>
    /// <param name="isText">Whether it came as text; if so, it is UTF-8.</param>
    Request? Read(ReadOnlyMemory<byte> message, bool isText);

    /// <summary>Writes the frames of answers; none for an answer that this protocol does not show.</summary>
    void Write(ReadOnlySpan<Answer> answers, IBufferWriter<byte> output);
}
