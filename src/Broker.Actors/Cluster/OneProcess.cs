namespace Broker.Actors.Cluster;

/// <summary>
/// A broker in one process: its entities have their parents there, and its lease always holds.
/// </summary>
public sealed class OneProcess : IHomeLease
{
    public static readonly OneProcess Instance = new();

    public static StartEntities EntitiesIn(ActorSystem system) =>
        (name, kind) => system.ActorOf(EntityParent.PropsFor(kind), name);

    public bool MayStore => true;

    public bool MayAccept => true;
}
