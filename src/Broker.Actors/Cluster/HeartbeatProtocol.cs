namespace Broker.Actors.Cluster;

/// <summary>What the nodes of a cluster ask each other to know that they are part of its majority.</summary>
public static class HeartbeatProtocol
{
    /// <summary>Asks another node whether it is there and knows this one as a member.</summary>
    /// <param name="From">Gets the answer.</param>
    /// <param name="Uid">What the node's address and this process go by.</param>
    /// <param name="SentAt">By the clock of the node that asks.</param>
    public sealed record Heartbeat(IActorRef From, int Uid, long SentAt) : IWireMessage;

    /// <param name="From">The node that answers.</param>
    /// <param name="SentAt">That of the question.</param>
    /// <param name="HasLease">Whether that node may store.</param>
    public sealed record HeartbeatAnswer(IActorRef From, int Uid, long SentAt, bool HasLease) : IWireMessage;
}
