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
            if (batch is not null) receivers += Offer(group, batch);
        }
        return receivers;
    }

    /// <summary>Offers relayed contents to all: alone as the bytes they are, several as one copy.</summary>
    /// <returns>How many outboxes took them.</returns>
    public int Offer(ReadOnlySpan<RelayedContents> relays)
    {
        var receivers = 0;
        for (var g = 0; g < subscribers.Groups.Count; g++)
        {
            var group = subscribers.Groups[g];
            var batch = relays.Length == 1
                ? relays[0].EncodedFor(group.Encoding)
                : EncodedBatch.Gather(group.Encoding, relays);
            // Nothing to show, to those who have got it then.
            receivers += batch is null or { Bytes.IsEmpty: true } ? group.Count : Offer(group, batch);
            if (relays.Length > 1) batch?.Memory?.Release();
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

    private int Offer(SubscriberSet.EncodingGroup group, EncodedBatch batch)
    {
        var receivers = 0;
        for (var i = 0; i < group.Count; i++)
            if (Offer(group[i].Outbox, group[i].Ref, batch)) receivers++;
        return receivers;
    }

    private bool Offer(Outbox outbox, IActorRef subscriber, EncodedBatch batch)
    {
        var result = outbox.Offer(batch, channel, policy);
        if (result == OfferResult.Refused) subscriber.Tell(new SlowConsumer(channel));
        return result == OfferResult.Accepted;
    }
}
