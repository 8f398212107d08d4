using Broker.Actors.Channels.Proto;
using Broker.Actors.Persistence;
using Google.Protobuf;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>A piece of a channel as it is stored, and back. Contents are not copied.</summary>
internal static class ChannelEvents
{
    /// <summary>Fills an event, which has its generation already.</summary>
    /// <param name="receivers">Subscribers now.</param>
    public static void Write(ChannelFlushed to, ChannelName channel, ChannelFlush flush, int receivers)
    {
        (to.Channel, to.FirstOffset, to.Receivers) = (channel.Value, flush.FirstOffset, receivers);
        to.SentAt = flush.Batches[0].At.UtcTicks;
        var ticks = to.SentAt;
        foreach (var one in flush.Contents)
        {
            to.Publications.Add(new FlushedPublication
            {
                SentAfter = one.SentAt.UtcTicks - ticks,
                Sender = one.Sender,
                Content = UnsafeByteOperations.UnsafeWrap(one.Content),
                IsBinary = !one.IsText,
            });
            ticks = one.SentAt.UtcTicks;
        }
        foreach (var staged in flush.Batches) Write(to, staged);
    }

    public static RestoredFlush Read(StoredEvent stored, ChannelName channel, Durability level)
    {
        var flushed = (ChannelFlushed)stored.Event;
        var epoch = stored.Generation.ToString();
        var contents = ContentsOf(flushed, channel, epoch);
        return new RestoredFlush(
            epoch,
            stored.Previous == Generation.None ? epoch : stored.Previous.ToString(),
            new DateTimeOffset(flushed.SentAt, TimeSpan.Zero),
            flushed.FirstOffset,
            contents,
            [
                .. from index in Enumerable.Range(0, contents.Length)
                   let key = flushed.Publications[index].Key
                   where key.Length > 0
                   let answer = PublishResult.Accepted(
                       contents[index].Offset, epoch, flushed.Receivers, level)
                   select (key, contents[index].SentAt, answer),
            ],
            [.. flushed.Batches.Select(batch => ResultsOf(batch, flushed, channel, epoch, level))]);
    }

    private static void Write(ChannelFlushed to, StagedBatch staged)
    {
        var batch = new FlushedBatch
        {
            Node = (ulong)staged.Batch.Publisher.Node,
            Start = staged.Batch.Publisher.Start,
            Number = staged.Batch.Number,
            FirstOffset = staged.FirstOffset,
        };
        to.Batches.Add(batch);
        if (staged.Keyed is not { } keyed) return;

        var next = staged.FirstOffset;
        for (var i = 0; i < keyed.Length; i++)
        {
            var isRepeat = staged.IsRepeat(i, next);
            batch.Offsets.Add(isRepeat ? keyed[i]!.Offset : next);
            if (isRepeat) continue;
            if (staged.Batch.Publications[i].Key is { } key)
                to.Publications[(int)(next - to.FirstOffset)].Key = key;
            next++;
        }
    }

    private static Publication[] ContentsOf(ChannelFlushed flushed, ChannelName channel, string epoch)
    {
        var contents = new Publication[flushed.Publications.Count];
        var ticks = flushed.SentAt;
        for (var i = 0; i < contents.Length; i++)
        {
            var one = flushed.Publications[i];
            ticks += one.SentAfter;
            contents[i] = new Publication(
                channel, epoch, flushed.FirstOffset + i, new DateTimeOffset(ticks, TimeSpan.Zero),
                one.Sender, one.Content.Memory, !one.IsBinary);
        }
        return contents;
    }

    // A repeated key is answered by its offset; what else its first receipt said is not stored twice.
    private static PublishResults ResultsOf(
        FlushedBatch batch, ChannelFlushed flushed, ChannelName channel, string epoch, Durability level) =>
        new(
            channel, new Incarnation((long)batch.Node, batch.Start), batch.Number, epoch, batch.FirstOffset,
            level, flushed.Receivers,
            batch.Offsets.Count == 0
                ? null
                :
                [
                    .. batch.Offsets.Select(
                        offset => PublishResult.Accepted(offset, epoch, flushed.Receivers, level)),
                ]);
}
