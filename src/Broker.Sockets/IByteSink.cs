namespace Broker.Sockets;

/// <summary>
/// Where the bytes of one connection leave: its raw socket, or the pipe of whatever lies over that.
/// </summary>
public interface IByteSink
{
    /// <summary>As <see cref="Broker.Actors.Delivery.IOutboxTransport.TrySend"/>.</summary>
    int TrySend(ReadOnlySpan<byte> bytes);

    /// <summary>
    /// Writes everything, and waits for the peer to make room. Throws <see cref="IOException"/> when the
    /// connection is gone.
    /// </summary>
    ValueTask WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> pieces);

    /// <summary>Nothing more will be written; the peer may still send.</summary>
    void EndWriting();

    /// <summary>Ends the connection at once, whatever is under way.</summary>
    void Abort();
}
