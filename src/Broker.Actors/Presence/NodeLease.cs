namespace Broker.Actors.Presence;

/// <summary>
/// Whether the other nodes know of this one, for those who ask without waiting. Safe from any thread.
/// </summary>
public sealed class NodeLease
{
    private volatile bool _holds = true;

    /// <summary>
    /// False until the node has joined, and from when its lease may have ended; true where there are no
    /// others.
    /// </summary>
    public bool Holds
    {
        get => _holds;
        internal set => _holds = value;
    }
}
