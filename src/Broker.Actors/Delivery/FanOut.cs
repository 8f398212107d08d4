using Broker.Actors.Telemetry;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Delivery;

/// <summary>
/// Puts consecutive publications into every subscriber's outbox: one encoding per group, one offer per
/// subscriber. Nothing is allocated per subscriber. It counts what it did once for a group.
/// </summary>
internal sealed class FanOut
{
    private readonly ChannelName _channel;
    private readonly SlowConsumerPolicy _policy;
    private readonly SubscriberSet _subscribers;
    private readonly BrokerMetrics _metrics;
    private readonly ChannelFigures? _figures;

    public FanOut(
        ChannelName channel, SlowConsumerPolicy policy, SubscriberSet subscribers, BrokerMetrics metrics)
    {
        (_channel, _policy, _subscribers, _metrics) = (channel, policy, subscribers, metrics);
        if (channel.IsReserved) return;

        _figures = new ChannelFigures(channel.Value, () => subscribers.Count);
        metrics.ChannelTable.Add(_figures);
    }

    /// <summary>Offers a batch to all.</summary>
    /// <returns>How many outboxes took it.</returns>
    public int Offer(ReadOnlySpan<Publication> publications)
    {
        var receivers = 0;
        for (var g = 0; g < _subscribers.Groups.Count; g++)
        {
            var group = _subscribers.Groups[g];
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
        for (var g = 0; g < _subscribers.Groups.Count; g++)
        {
            var group = _subscribers.Groups[g];
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
        foreach (var group in _subscribers.Groups)
        {
            var batch = EncodedBatch.Encode(group.Encoding, new ReadOnlySpan<Publication>(in publication));
            if (batch is null) continue;

            var others = 0;
            for (var i = 0; i < group.Count; i++)
            {
                if (!group[i].Ref.Equals(publication.Except) && Offer(group[i], batch)) others++;
            }
            Count(group.Encoding, batch, others);
            receivers += others;
        }
        return receivers;
    }

    /// <summary>
    /// Lets a subscriber in: its greeting, then what it has missed; what is offered to all comes behind.
    /// </summary>
    public void Welcome(Subscribe to, Subscribed subscribed, Publication[] missed)
    {
        if (to.Greeting is { } greeting && to.Outbox.Answer(greeting(subscribed)) == EnqueueResult.Refused)
            to.Subscriber.Tell(new SlowConsumer(_channel));
        Replay(to, missed);
    }

    private void Replay(Subscribe to, Publication[] missed)
    {
        var batch = missed.Length == 0 ? null : EncodedBatch.Encode(to.Encoding, missed);
        if (batch is null) return;

        var result = to.Outbox.Replay(batch, _channel, _policy);
        if (IsTaken(result, to.Subscriber)) Count(to.Encoding, batch, receivers: 1);
    }

    /// <summary>Counts a batch that has been offered.</summary>
    /// <param name="acceptedAt">When its oldest publication was accepted.</param>
    /// <param name="publications">How many it holds.</param>
    public void Finish(long acceptedAt, int publications)
    {
        _metrics.Published(acceptedAt);
        _figures?.AddPublications(publications);
    }

    /// <summary>The channel ends.</summary>
    public void Retire()
    {
        if (_figures is not null) _metrics.ChannelTable.Remove(_figures);
    }

    private int Offer(SubscriberSet.EncodingGroup group, EncodedBatch batch)
    {
        var receivers = 0;
        for (var i = 0; i < group.Count; i++)
            if (Offer(group[i], batch)) receivers++;
        Count(group.Encoding, batch, receivers);
        return receivers;
    }

    private void Count(IWireEncoding encoding, EncodedBatch batch, int receivers)
    {
        var deliveries = (long)receivers * batch.Frames;
        _metrics.Delivered(encoding.Protocol, deliveries, (long)receivers * batch.Bytes.Length);
        _figures?.AddDeliveries(deliveries);
    }

    private bool Offer(SubscriberSet.Subscriber to, EncodedBatch batch) =>
        IsTaken(to.Outbox.Offer(batch, _channel, _policy), to.Ref);

    private bool IsTaken(EnqueueResult result, IActorRef subscriber)
    {
        if (result == EnqueueResult.Refused) subscriber.Tell(new SlowConsumer(_channel));
        return result == EnqueueResult.Accepted;
    }
}
