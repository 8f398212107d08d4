namespace Broker.Sockets;

/// <summary>What a beat says about a peer.</summary>
public enum PingAction
{
    Alive,

    /// <summary>It has been silent: ask for a sign.</summary>
    Ask,

    /// <summary>It was asked and gave none.</summary>
    Dead,
}
