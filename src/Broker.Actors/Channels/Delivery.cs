using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;

namespace Broker.Actors.Channels;

/// <summary>Sends a channel's batch out and gives its publishers their receipts.</summary>
/// <param name="epoch">What receipts say; empty where offsets mean nothing.</param>
internal readonly struct Delivery(ChannelName channel, string epoch, Durability level, FanOut fanOut)
{
    public void Run(ChannelBatch batch, TimeProvider time)
    {
        var began = batch.Traces.Count == 0 ? default : time.GetUtcNow();
        if (batch.HasExceptions) OfferOneByOne(batch);
        else OfferTogether(batch);

        fanOut.Finish(batch.AcceptedAt, batch.Count);
        foreach (var trace in batch.Traces) PublishSpans.End(channel, trace, began, time.GetUtcNow());
    }

    private void OfferTogether(ChannelBatch batch)
    {
        var receivers = fanOut.Offer(batch.Publications);
        for (var i = 0; i < batch.Count; i++) Complete(batch, i, receivers);
    }

    private void OfferOneByOne(ChannelBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
            Complete(batch, i, fanOut.OfferToOthers(batch.Publications[i]));
    }

    private void Complete(ChannelBatch batch, int index, int receivers) => batch.PendingAt(index)?.Complete(
        new Receipt(channel, batch.Publications[index].Offset, epoch, receivers, level));
}
