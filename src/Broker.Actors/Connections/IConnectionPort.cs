using Broker.Actors.Delivery;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Actors.Connections;

/// <summary>
/// The gateway's end of a connection, as its actor sees it. Every member may be called from any thread and
/// none blocks.
/// </summary>
public interface IConnectionPort
{
    /// <summary>Where channels put deliveries, and this port its answers.</summary>
    Outbox Outbox { get; }

    /// <summary>How deliveries look here.</summary>
    IWireEncoding Encoding { get; }

    /// <summary>The complete frame of an answer; empty where the protocol shows none.</summary>
    ReadOnlyMemory<byte> Encode(Answer answer);

    /// <summary>Puts answers into the outbox, in order, in one piece.</summary>
    void Send(ReadOnlySpan<Answer> answers);

    /// <summary>So many requests have been dealt with: the gateway may read that many more.</summary>
    void Completed(int requests);

    /// <summary>
    /// Another <c>connection.beat-interval</c> has passed: the time to ask a silent peer whether it is there.
    /// </summary>
    void Beat();

    /// <summary>Ends the connection: says why where the protocol can, then closes.</summary>
    void Close(CloseReason reason);

    /// <summary>The actor has stopped; its name and its subscriptions are free.</summary>
    void Ended();
}
