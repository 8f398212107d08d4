namespace Broker.Actors.Cluster;

/// <summary>
/// Whether the homes of this node are the only ones of their entities now. Safe from any thread.
/// </summary>
public interface IHomeLease
{
    /// <summary>Whether a home may store an event.</summary>
    bool MayStore { get; }

    /// <summary>Whether a home that stores nothing may accept a publication.</summary>
    bool MayAccept { get; }
}
