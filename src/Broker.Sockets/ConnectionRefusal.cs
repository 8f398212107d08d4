namespace Broker.Sockets;

/// <summary>Why a connection is not served; the names are also those of figures.</summary>
public enum ConnectionRefusal
{
    /// <summary>All connections of its protocol are taken.</summary>
    BrokerFull,

    /// <summary>Its address has as many connections as one address may have.</summary>
    AddressFull,
}
