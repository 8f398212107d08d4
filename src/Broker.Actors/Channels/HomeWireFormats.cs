using Broker.Actors.Cluster;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.ChannelWireParts;

namespace Broker.Actors.Channels;

/// <summary>How messages for homes look between nodes.</summary>
internal static class HomeWireFormats
{
    public static IReadOnlyList<WireFormat> All { get; } =
    [
        WireFormat.Of<Attach>("at1", Write, r => new(r.Channel(), r.Ref(), r.Id(), r.Int32(), r.Int32())),
        WireFormat.Of<Count>("co1", Write, r => new(r.Channel(), r.Ref(), r.Id(), r.Int32(), r.Int32())),
        WireFormat.Of<Detach>("de1", Write, r => new(r.Channel(), r.Id())),
        WireFormat.Of<PublishBatch>("pb1", Write, ReadPublishBatch),
        WireFormat.Of<Have>("ha1", Write, r => new(r.Channel(), r.Id(), r.Number())),
        WireFormat.Of<Confirmed>("cd1", Write, ReadConfirmed),
        WireFormat.Of<ReadHistory>("rh1", Write, r => new(r.Channel(), r.Ref(), r.Id(), ReadPoint(r))),
        WireFormat.Of<Confirm>("cf1", (w, m) => w.All(m.Attachments, Write), r => new(r.All(ReadConfirmed))),
    ];

    private static void Write(WireWriter w, Attach m)
    {
        w.Channel(m.Channel);
        w.Ref(m.Node);
        w.Id(m.AttachId);
        w.Number(m.Version);
        w.Number(m.Subscribers);
    }

    private static void Write(WireWriter w, Count m)
    {
        w.Channel(m.Channel);
        w.Ref(m.Node);
        w.Id(m.AttachId);
        w.Number(m.Version);
        w.Number(m.Subscribers);
    }

    private static void Write(WireWriter w, Detach m)
    {
        w.Channel(m.Channel);
        w.Id(m.AttachId);
    }

    private static void Write(WireWriter w, PublishBatch m)
    {
        w.Channel(m.Channel);
        w.Ref(m.Node);
        WriteIncarnation(w, m.Publisher);
        w.Number(m.Number);
        w.Flag(m.IsRepeat);
        w.TextOrNone(m.Epoch);
        w.All(m.Publications, (writer, one) =>
        {
            writer.Text(one.Sender);
            writer.Flag(one.IsText);
            writer.TextOrNone(one.Key);
            writer.Content(one.Content.Span);
        });
    }

    private static PublishBatch ReadPublishBatch(WireReader r) => new(
        r.Channel(), r.Ref(), ReadIncarnation(r), r.Number(), r.Flag(), r.TextOrNone(),
        r.All(one =>
        {
            var (sender, isText, key) = (one.Text(), one.Flag(), one.TextOrNone());
            return new Submission(sender, one.Content(), isText, key);
        }));

    private static void Write(WireWriter w, Have m)
    {
        w.Channel(m.Channel);
        w.Id(m.AttachId);
        w.Number(m.Offset);
    }

    private static void Write(WireWriter w, Confirmed m)
    {
        w.Channel(m.Channel);
        w.Id(m.AttachId);
        w.Number(m.Offset);
    }

    private static Confirmed ReadConfirmed(WireReader r) => new(r.Channel(), r.Id(), r.Number());

    private static void Write(WireWriter w, ReadHistory m)
    {
        w.Channel(m.Channel);
        w.Ref(m.Node);
        w.Id(m.ReaderId);
        WritePoint(w, m.Since);
    }
}
