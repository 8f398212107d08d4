using Broker.Actors.Cluster;
using static Broker.Actors.Ids.IdProtocol;

namespace Broker.Actors.Ids;

/// <summary>How messages for the id allocator, and its answers, look between nodes.</summary>
internal static class IdWireFormats
{
    public static IReadOnlyList<WireFormat> All { get; } =
    [
        WireFormat.Of<Allocate>("al1", (w, m) => w.Number(m.Count), r => new(r.Int32())),
        WireFormat.Of<Allocated>("ld1", Write, r => new((ulong)r.Id(), r.Int32())),
        WireFormat.Of<Exhausted>("ex1", (_, _) => { }, _ => Exhausted.Instance),
        WireFormat.Of<Unavailable>("un1", (_, _) => { }, _ => Unavailable.Instance),
    ];

    private static void Write(WireWriter w, Allocated m)
    {
        w.Id((long)m.First);
        w.Number(m.Count);
    }
}
