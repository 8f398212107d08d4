using Broker.Actors.Delivery;
using Broker.Actors.Journal;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// Tells this node's channels what was published on all nodes, in the order of the journal.
/// </summary>
public static class ChannelFeed
{
    /// <param name="channels">The registry.</param>
    /// <param name="journal">One that nodes share.</param>
    /// <param name="budget">Where what is told takes room.</param>
    public static Props PropsFor(IActorRef channels, IJournal journal, PendingBytesLimit budget) =>
        JournalFeedActor.PropsFor(journal, ChannelStream.Prefix, recorded =>
        {
            if (PublicationCodec.Read(recorded) is not { } stored) return;

            budget.Enter(stored.Publication.Content.Length);
            channels.Tell(new Told(stored.Publication.Channel, stored));
        },
        () => budget.IsFull);
}
