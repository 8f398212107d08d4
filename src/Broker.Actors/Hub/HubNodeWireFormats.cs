using Broker.Actors.Cluster;
using static Broker.Actors.Hub.HubNodeProtocol;

namespace Broker.Actors.Hub;

/// <summary>How messages between hubs look between nodes.</summary>
internal static class HubNodeWireFormats
{
    public static IReadOnlyList<WireFormat> All { get; } =
    [
        WireFormat.Of<ShareIds>("ui1", Write, r => new(
            r.Ref(), r.Number(), r.Flag(), r.All(ReadId), r.All(ReadId))),
        WireFormat.Of<AskForIds>("ua1", (w, m) => w.Ref(m.Hub), r => new(r.Ref())),
        WireFormat.Of<PassOn>("ur1", Write, r => new(
            r.Ref(), r.Number(), r.All(ReadId), r.Content(), r.All(one => one.Int32()))),
        WireFormat.Of<PassedOn>(
            "ud1",
            (w, m) =>
            {
                w.Number(m.Number);
                w.Number(m.Receivers);
            },
            r => new(r.Number(), r.Int32())),
    ];

    private static void Write(WireWriter w, ShareIds m)
    {
        w.Ref(m.Hub);
        w.Number(m.Number);
        w.Flag(m.IsFirst);
        w.All(m.Joined, WriteId);
        w.All(m.Left, WriteId);
    }

    private static void Write(WireWriter w, PassOn m)
    {
        w.Ref(m.Hub);
        w.Number(m.Number);
        w.All(m.To, WriteId);
        w.Content(m.Frames.Span);
        w.All(m.Ends, (writer, end) => writer.Number(end));
    }

    private static void WriteId(WireWriter w, ulong id) => w.Id((long)id);

    private static ulong ReadId(WireReader r) => (ulong)r.Id();
}
