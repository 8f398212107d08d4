using Broker.Actors.Cluster;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.ChannelWireParts;

namespace Broker.Actors.Channels;

/// <summary>How messages for nodes look between nodes.</summary>
internal static class NodeWireFormats
{
    public static IReadOnlyList<WireFormat> All { get; } =
    [
        WireFormat.Of<Attached>("ad1", Write, r => new(
            r.Channel(), r.Id(), r.Int32(), r.Ref(), r.Text(), r.Number(), r.Int32())),
        WireFormat.Of<AttachRefused>("ar1", Write, r => new(
            r.Id(), r.Int32(), r.Value<RejectReason>(), r.Int32())),
        WireFormat.Of<Counted>("cn1", Write, r => new(r.Id(), r.Int32(), r.Number(), r.Int32())),
        WireFormat.Of<CountRefused>("cr1", Write, r => new(r.Id(), r.Int32(), r.Int32())),
        WireFormat.Of<Detached>("dd1", (w, m) => w.Id(m.AttachId), r => new(r.Id())),
        WireFormat.Of<AttachAgain>("aa1", (w, m) => w.Id(m.AttachId), r => new(r.Id())),
        WireFormat.Of<HomeLost>("hl1", Write, r => new(r.Channel(), r.Id())),
        WireFormat.Of<Leaving>("le1", Write, r => new(
            r.Channel(), r.Id(), r.Text(), r.Number(),
            r.All(one => new AcceptedBatch(ReadIncarnation(one), one.Number())))),
        WireFormat.Of<Batch>("ba1", Write, ReadBatch),
        WireFormat.Of<PublishResults>("pr1", WriteResults, ReadResults),
        WireFormat.Of<Head>("he1", Write, r => new(r.Id(), r.Number())),
        WireFormat.Of<HistoryPage>("hp1", Write, ReadPage),
        WireFormat.Of<HistoryRefused>("hr1", Write, r => new(r.Id(), r.Value<RejectReason>())),
        WireFormat.Of<WhoHas>("wh1", Write, r => new(r.Ref(), r.All(one => one.Channel()))),
        WireFormat.Of<None>("no1", Write, r => new(r.Ref(), r.All(one => one.Channel()))),
        WireFormat.Of<Renew>("re1", Write, r => new(
            r.Ref(), r.Number(), r.Int32(), r.Flag(),
            r.All(one => new Renewal(one.Channel(), one.Id())))),
    ];

    private static void Write(WireWriter w, Attached m)
    {
        w.Channel(m.Channel);
        w.Id(m.AttachId);
        w.Number(m.Version);
        w.Ref(m.HomeNode);
        w.Text(m.Epoch);
        w.Number(m.Offset);
        w.Number(m.Total);
    }

    private static void Write(WireWriter w, AttachRefused m)
    {
        w.Id(m.AttachId);
        w.Number(m.Version);
        w.Byte((byte)m.Reason);
        w.Number(m.Room);
    }

    private static void Write(WireWriter w, Counted m)
    {
        w.Id(m.AttachId);
        w.Number(m.Version);
        w.Number(m.Offset);
        w.Number(m.Total);
    }

    private static void Write(WireWriter w, CountRefused m)
    {
        w.Id(m.AttachId);
        w.Number(m.Version);
        w.Number(m.Room);
    }

    private static void Write(WireWriter w, HomeLost m)
    {
        w.Channel(m.Channel);
        w.Id(m.AttachId);
    }

    private static void Write(WireWriter w, Leaving m)
    {
        w.Channel(m.Channel);
        w.Id(m.AttachId);
        w.Text(m.Epoch);
        w.Number(m.Offset);
        w.All(m.Accepted, (writer, one) =>
        {
            WriteIncarnation(writer, one.Publisher);
            writer.Number(one.Number);
        });
    }

    private static void Write(WireWriter w, Batch m)
    {
        w.Channel(m.Channel);
        w.Id(m.AttachId);
        w.Text(m.Epoch);
        w.Number(m.FirstOffset);
        WriteContents(w, m.Contents);
        w.All(m.Results, WriteResults);
    }

    private static Batch ReadBatch(WireReader r)
    {
        var channel = r.Channel();
        return new Batch(
            channel, r.Id(), r.Text(), r.Number(), ReadContents(r, channel), r.All(ReadResults));
    }

    private static void Write(WireWriter w, Head m)
    {
        w.Id(m.AttachId);
        w.Number(m.Offset);
    }

    private static void Write(WireWriter w, HistoryPage m)
    {
        w.Channel(m.Channel);
        w.Id(m.ReaderId);
        WritePoint(w, m.Since);
        w.Text(m.Epoch);
        w.Number(m.Offset);
        w.Flag(m.Continuous);
        WriteContents(w, m.Contents);
    }

    private static HistoryPage ReadPage(WireReader r)
    {
        var channel = r.Channel();
        return new HistoryPage(
            channel, r.Id(), ReadPoint(r), r.Text(), r.Number(), r.Flag(), ReadContents(r, channel));
    }

    private static void Write(WireWriter w, HistoryRefused m)
    {
        w.Id(m.ReaderId);
        w.Byte((byte)m.Reason);
    }

    private static void Write(WireWriter w, WhoHas m)
    {
        w.Ref(m.Node);
        w.All(m.Channels, (writer, channel) => writer.Channel(channel));
    }

    private static void Write(WireWriter w, None m)
    {
        w.Ref(m.Node);
        w.All(m.Channels, (writer, channel) => writer.Channel(channel));
    }

    private static void Write(WireWriter w, Renew m)
    {
        w.Ref(m.Node);
        w.Number(m.Round);
        w.Number(m.Page);
        w.Flag(m.IsLast);
        w.All(m.Attachments, (writer, one) =>
        {
            writer.Channel(one.Channel);
            writer.Id(one.AttachId);
        });
    }
}
