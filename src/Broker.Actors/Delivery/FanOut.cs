using Broker.Actors.Telemetry;
using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Actors.Delivery;

/// <summary>
/// Puts consecutive publications into every subscriber's outbox: one encoding per group, one offer per
/// subscriber. Nothing is allocated per subscriber, and metrics are counted once for a group.
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

    /// <summary>Offers consecutive publications to all.</summary>
    public void Offer(ReadOnlySpan<Publication> publications)
    {
        _figures?.AddPublications(publications.Length);
        for (var g = 0; g < _subscribers.Groups.Count; g++)
        {
            var group = _subscribers.Groups[g];
            var batch = EncodedBatch.Encode(group.Encoding, publications);
            if (batch is not null) Offer(group, batch, except: null);
        }
    }

    /// <summary>Offers a single publication to all subscribers but one.</summary>
    public void OfferToOthers(Publication publication, IActorRef except)
    {
        _figures?.AddPublications(1);
        for (var g = 0; g < _subscribers.Groups.Count; g++)
        {
            var group = _subscribers.Groups[g];
            var batch = EncodedBatch.Encode(group.Encoding, new ReadOnlySpan<Publication>(in publication));
            if (batch is not null) Offer(group, batch, except);
        }
    }

    /// <summary>Lets a subscriber in: its greeting, then what it has missed.</summary>
    public void Welcome(Subscribe to, Subscribed subscribed, ReadOnlySpan<Publication> missed)
    {
        if (to.Greeting is { } greeting && to.Outbox.Answer(greeting(subscribed)) == EnqueueResult.Refused)
            to.Subscriber.Tell(new SlowConsumer(_channel));

        var batch = missed.IsEmpty ? null : EncodedBatch.Encode(to.Encoding, missed);
        if (batch is null) return;
        var result = to.Outbox.Replay(batch, _channel, _policy);
        if (IsTaken(result, to.Subscriber)) Count(to.Encoding, batch, receivers: 1);
    }

    /// <summary>Tells all subscribers whose protocol can say so that something may be missing.</summary>
    public void TellGap(long offset, string epoch)
    {
        foreach (var group in _subscribers.Groups)
        {
            var frame = group.Encoding.EncodeGap(_channel, offset, epoch);
            for (var i = 0; i < group.Count; i++)
                if (group[i].Outbox.Answer(frame) == EnqueueResult.Refused)
                    group[i].Ref.Tell(new SlowConsumer(_channel));
        }
    }

    /// <summary>The local channel ends.</summary>
    public void Retire()
    {
        if (_figures is not null) _metrics.ChannelTable.Remove(_figures);
    }

    private void Offer(SubscriberSet.EncodingGroup group, EncodedBatch batch, IActorRef? except)
    {
        var receivers = 0;
        for (var i = 0; i < group.Count; i++)
        {
            var subscriber = group[i];
            if (except is not null && subscriber.Ref.Equals(except)) continue;
            if (IsTaken(subscriber.Outbox.Offer(batch, _channel, _policy), subscriber.Ref)) receivers++;
        }
        Count(group.Encoding, batch, receivers);
    }

    private void Count(IWireEncoding encoding, EncodedBatch batch, int receivers)
    {
        var deliveries = (long)receivers * batch.Frames;
        _metrics.Delivered(encoding.Protocol, deliveries, (long)receivers * batch.Bytes.Length);
        _figures?.AddDeliveries(deliveries);
    }

    private bool IsTaken(EnqueueResult result, IActorRef subscriber)
    {
        if (result == EnqueueResult.Refused) subscriber.Tell(new SlowConsumer(_channel));
        return result == EnqueueResult.Accepted;
    }
}
