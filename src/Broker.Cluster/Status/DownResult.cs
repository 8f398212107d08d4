namespace Broker.Cluster.Status;

/// <summary>What became of an operator's word that a node is dead.</summary>
public enum DownResult
{
    /// <summary>No member has this address.</summary>
    Unknown,

    /// <summary>It answers, so it can be stopped in order.</summary>
    Reachable,

    /// <summary>The cluster removes it.</summary>
    Downed,
}
