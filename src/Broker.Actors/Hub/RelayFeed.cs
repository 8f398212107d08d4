using Broker.Actors.Delivery;
using Broker.Actors.Journal;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Hub;

/// <summary>Hands to this node's inboxes what clients of other nodes have relayed.</summary>
public static class RelayFeed
{
    /// <param name="channels">The registry; it settles for inboxes that are not here.</param>
    /// <param name="journal">One that nodes share.</param>
    /// <param name="budget">Where what is told takes room.</param>
    /// <param name="wire">How contents look there.</param>
    /// <param name="origin">What this node's own are marked by: the registry had them already.</param>
    public static Props PropsFor(
        IActorRef channels, IJournal journal, PendingBytesLimit budget, IRelayEncoder wire, ulong origin) =>
        JournalFeedActor.PropsFor(journal, RelayEvent.Stream.Value, recorded =>
        {
            if (!RelayEvent.TryRead(recorded, origin, out var to, out var bytes)) return;
            if (wire.Read(bytes) is not { } contents) return;

            budget.Enter(contents.Bytes, to.Length);
            contents.Expect(to.Length, budget, ActorRefs.Nobody, settled: to);
            channels.Tell(new Relay(to, contents) { IsFromElsewhere = true });
        },
        () => budget.IsFull);
}
