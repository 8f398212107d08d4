using Broker.Actors.Cluster;

namespace Broker.Actors.Tests.Cluster;

/// <summary>A lease that the spec gives and takes.</summary>
internal sealed class SpecLease : IHomeLease
{
    private volatile bool _mayStore;

    public bool MayStore
    {
        get => _mayStore;
        set => _mayStore = value;
    }

    public bool MayAccept => _mayStore;
}
