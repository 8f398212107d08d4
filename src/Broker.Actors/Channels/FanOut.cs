using Broker.Actors.Connections;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// Puts consecutive publications into every subscriber's outbox: one encoding per group, one offer per
/// subscriber. Nothing is allocated per subscriber.
/// </summary>
internal sealed class FanOut(ChannelName channel, SlowConsumerPolicy policy, SubscriberSet subscribers)
{
    /// <summary>Offers a batch to all.</summary>
    /// <returns>How many outboxes took it.</returns>
    public int Offer(ReadOnlySpan<Publication> publications)
    {
        var receivers = 0;
        for (var g = 0; g < subscribers.Groups.Count; g++)
        {
            var group = subscribers.Groups[g];
            var batch = EncodedBatch.Encode(group.Encoding, publications);
            if (batch is null) continue;

            for (var i = 0; i < group.Count; i++)
                if (Offer(group[i].Outbox, group[i].Ref, batch)) receivers++;
        }
        return receivers;
    }

    /// <summary>
    /// Offers a single publication to all but its own sender (<see cref="Publication.Except"/>).
    /// </summary>
    public int OfferToOthers(Publication publication)
    {
        var receivers = 0;
        foreach (var group in subscribers.Groups)
        {
            var batch = EncodedBatch.Encode(group.Encoding, new ReadOnlySpan<Publication>(in publication));
            if (batch is null) continue;

            for (var i = 0; i < group.Count; i++)
            {
                if (group[i].Ref.Equals(publication.Except)) continue;
                if (Offer(group[i].Outbox, group[i].Ref, batch)) receivers++;
            }
        }
        return receivers;
    }

    /// <summary>Offers one subscriber what it has missed.</summary>
    public void Replay(Subscribe to, Publication[] missed)
    {
        var batch = missed.Length == 0 ? null : EncodedBatch.Encode(to.Encoding, missed);
        if (batch is not null) Offer(to.Outbox, to.Subscriber, batch);
    }

    private bool Offer(Outbox outbox, IActorRef subscriber, EncodedBatch batch)
    {
        var result = outbox.Offer(batch, channel, policy);
        if (result == OfferResult.Refused) subscriber.Tell(new SlowConsumer(channel));
        return result == OfferResult.Accepted;
    }
}
