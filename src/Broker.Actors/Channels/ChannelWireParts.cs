using Broker.Actors.Cluster;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>What several messages have in common between nodes.</summary>
internal static class ChannelWireParts
{
    public static void WriteResults(WireWriter w, PublishResults m)
    {
        w.Channel(m.Channel);
        WriteIncarnation(w, m.Publisher);
        w.Number(m.Number);
        w.Text(m.Epoch);
        w.Number(m.FirstOffset);
        w.Byte((byte)m.Level);
        w.Number(m.Receivers);
        w.Flag(m.Results is not null);
        if (m.Results is not null) w.All(m.Results, WriteResult);
    }

    public static PublishResults ReadResults(WireReader r) => new(
        r.Channel(), ReadIncarnation(r), r.Number(), r.Text(), r.Number(), r.Value<Durability>(), r.Int32(),
        r.Flag() ? r.All(ReadResult) : null);

    private static void WriteResult(WireWriter w, PublishResult m)
    {
        w.Flag(m.Reason is not null);
        if (m.Reason is { } reason) w.Byte((byte)reason);
        w.Number(m.Offset);
        w.Text(m.Epoch);
        w.Number(m.Receivers);
        w.Byte((byte)m.Level);
    }

    private static PublishResult ReadResult(WireReader r) => new(
        r.Flag() ? r.Value<RejectReason>() : null, r.Number(), r.Text(), r.Int32(), r.Value<Durability>());

    public static void WriteIncarnation(WireWriter w, Incarnation m)
    {
        w.Id(m.Node);
        w.Number(m.Start);
    }

    public static Incarnation ReadIncarnation(WireReader r) => new(r.Id(), r.Int32());

    public static void WritePoint(WireWriter w, StreamPosition m)
    {
        w.Number(m.Offset);
        w.TextOrNone(m.Epoch);
    }

    public static StreamPosition ReadPoint(WireReader r) => new(r.Number(), r.TextOrNone());

    // Most publications of a batch come at one time, one after the other, in one epoch.
    public static void WriteContents(WireWriter w, Publication[] contents)
    {
        var (epoch, offset, ticks) = ((string?)null, 0L, 0L);
        w.Number(contents.Length);
        foreach (var one in contents)
        {
            w.TextOrNone(one.Epoch == epoch ? null : one.Epoch);
            w.Number(one.Offset - offset);
            w.Number(one.SentAt.UtcTicks - ticks);
            w.Text(one.Sender);
            w.Flag(one.IsText);
            w.Content(one.Content.Span);
            (epoch, offset, ticks) = (one.Epoch, one.Offset, one.SentAt.UtcTicks);
        }
    }

    public static Publication[] ReadContents(WireReader r, ChannelName channel)
    {
        var (epoch, offset, ticks) = ("", 0L, 0L);
        return r.All(one =>
        {
            epoch = one.TextOrNone() ?? epoch;
            (offset, ticks) = (offset + one.Number(), ticks + one.Number());
            var (sender, isText) = (one.Text(), one.Flag());
            return new Publication(
                channel, epoch, offset, WireReader.Time(ticks), sender, one.Content(), isText);
        });
    }
}
