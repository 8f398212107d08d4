using Akka.Persistence;
using Broker.Actors.Cluster;
using Broker.Actors.Delivery;
using Broker.Actors.Persistence;
using Broker.Actors.Telemetry;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Cluster.EntityProtocol;

namespace Broker.Actors.Channels;

/// <summary>Starts the actors that serve channels on one node.</summary>
public static class ChannelActors
{
    /// <param name="store">Null where no channel is stored, whatever its kind.</param>
    /// <param name="startHomes">Starts the parent of homes; null in one process.</param>
    /// <param name="lease">Of this node; null in one process.</param>
    /// <param name="windows">What is on its way to other nodes; null where no one asks for it.</param>
    public static NodeActors Start(
        ActorSystem system,
        ChannelSettings settings,
        PendingBytesLimit budget,
        BrokerMetrics metrics,
        TimeProvider time,
        ChannelStore? store = null,
        StartEntities? startHomes = null,
        IHomeLease? lease = null,
        PeerWindows? windows = null)
    {
        var nodes = new NodeActors();
        var around = new HomeDependencies(
            settings, nodes, budget, windows ?? new PeerWindows(settings.PeerWindowBytesMax), metrics, time,
            store)
        {
            Lease = lease ?? OneProcess.Instance,
        };
        nodes.Node = system.ActorOf(NodeActor.PropsFor(around), "node");
        nodes.ChannelList = system.ActorOf(ChannelListActor.PropsFor(metrics, time), "channel-list");
        nodes.Publisher = system.ActorOf(PublisherActor.PropsFor(around), "publisher");
        var startHere = OneProcess.EntitiesIn(system);
        nodes.Homes = (startHomes ?? startHere)("channels", HomesOf(around));
        nodes.LocalChannels = startHere("local-channels", LocalChannelsOf(around));
        if (store is null) return nodes;

        WarmUp(system);
        system.ActorOf(ChannelSweepActor.PropsFor(settings, store, time), "channel-sweep");
        return nodes;
    }

    // The first use of the store loads code for a second, which no client should wait for. A home would warm
    // up the node alone on which it is. No one has this inbox.
    private static void WarmUp(ActorSystem system)
    {
        var inbox = PersistenceIds.Of(PersistenceIds.ChannelKind, ChannelName.Private("user", "").Value);
        Akka.Persistence.Persistence.Instance.Apply(system).JournalFor(null).Tell(
            new ReplayMessages(1, long.MaxValue, 1, inbox, ActorRefs.Nobody), ActorRefs.Nobody);
    }

    private static EntityKind HomesOf(HomeDependencies around)
    {
        var (props, storedProps) = (ChannelActor.PropsFor(around), StoredChannelActor.PropsFor(around));
        return new EntityKind(
            message => (message as IHomeMessage)?.Channel.Value,
            id => around.IsStored(id) ? storedProps : props,
            around.Settings.ChannelsMax,
            around.Settings.HeldMax,
            (message, _, because) => Refuse(message, ReasonOf(because)))
        {
            // A node says it once. Without it the home would count subscribers that have left.
            IsAlwaysHeld = message => message is Detach,
            Counted = homes => around.Metrics.ChannelActors = homes,
        };
    }

    private static EntityKind LocalChannelsOf(HomeDependencies around)
    {
        var props = LocalChannelActor.PropsFor(around);
        return new EntityKind(
            message => (message as ILocalChannelCommand)?.Channel.Value,
            _ => props,
            around.Settings.ChannelsMax,
            around.Settings.HeldMax,
            (message, sender, because) => Refuse(message, sender, ReasonOf(because)))
        {
            // One that is dropped would leave its subscriber in the channel for good.
            IsAlwaysHeld = message => message is SubscriberStopped,
        };
    }

    private static RejectReason ReasonOf(RefusedBecause because) => because is RefusedBecause.TooMany
        ? RejectReason.TooManyChannels
        : RejectReason.Busy;

    // What needs no answer is repeated by the node, or void without a home.
    internal static void Refuse(object message, RejectReason reason)
    {
        switch (message)
        {
            case Attach m:
                m.Node.Tell(new AttachRefused(m.AttachId, m.Version, reason, Room: 0), ActorRefs.NoSender);
                break;
            case PublishBatch m:
                m.Node.Tell(m.RejectAll(reason, epoch: ""), ActorRefs.NoSender);
                break;
            case ReadHistory m:
                m.Node.Tell(new HistoryRefused(m.ReaderId, reason), ActorRefs.NoSender);
                break;
        }
    }

    internal static void Refuse(object message, IActorRef sender, RejectReason reason)
    {
        if (message is Subscribe subscribe) sender.Tell(new Rejected(subscribe.Channel, reason));
        else if (message is Unsubscribe unsubscribe) sender.Tell(new Unsubscribed(unsubscribe.Channel));
    }
}
