using Microsoft.AspNetCore.Connections;

namespace Broker.Sockets;

/// <summary>
/// Counts connections of one kind against their limit. Kestrel's own counter would cost every idle connection
/// some 300 bytes. Safe from any thread.
/// </summary>
public sealed class ConnectionLimit(int connectionsMax)
{
    private int _connectionsMax = connectionsMax;
    private int _inside;

    /// <summary>May change while connections are inside; those stay.</summary>
    public int ConnectionsMax
    {
        get => Volatile.Read(ref _connectionsMax);
        set => Volatile.Write(ref _connectionsMax, value);
    }

    /// <summary>How many are inside now.</summary>
    public int Inside => Volatile.Read(ref _inside);

    /// <returns>Null when the connection is in; else why not.</returns>
    public ConnectionRefusal? Enter(ConnectionContext connection) =>
        connection is CountedConnection { IsOverAddressLimit: true } ? ConnectionRefusal.AddressFull
        : TryEnter() ? null
        : ConnectionRefusal.BrokerFull;

    /// <summary>False when all places are taken.</summary>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _inside) <= ConnectionsMax) return true;

        Leave();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _inside);
}
