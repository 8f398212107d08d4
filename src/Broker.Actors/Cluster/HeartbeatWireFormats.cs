using static Broker.Actors.Cluster.HeartbeatProtocol;

namespace Broker.Actors.Cluster;

/// <summary>How nodes ask each other whether they are there.</summary>
internal static class HeartbeatWireFormats
{
    public static IReadOnlyList<WireFormat> All { get; } =
    [
        WireFormat.Of<Heartbeat>(
            "mq1", (w, m) => Write(w, m.From, m.Uid, m.SentAt), r => new(r.Ref(), r.Int32(), r.Number())),
        WireFormat.Of<HeartbeatAnswer>(
            "mr1",
            (w, m) =>
            {
                Write(w, m.From, m.Uid, m.SentAt);
                w.Flag(m.HasLease);
            },
            r => new(r.Ref(), r.Int32(), r.Number(), r.Flag())),
    ];

    private static void Write(WireWriter w, IActorRef from, int uid, long sentAt)
    {
        w.Ref(from);
        w.Number(uid);
        w.Number(sentAt);
    }
}
