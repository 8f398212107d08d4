using static Broker.Actors.Cluster.Rows.RowProtocol;

namespace Broker.Actors.Cluster.Rows;

/// <summary>How rows look between nodes.</summary>
internal static class RowWireFormats
{
    public static IReadOnlyList<WireFormat> All { get; } =
    [
        WireFormat.Of<TellRows>(
            "rw1", Write, r => new(r.Ref(), r.Number(), r.Flag(), r.Flag(), r.All(ReadRow))),
        WireFormat.Of<RowsTaken>(
            "ro1",
            (w, m) =>
            {
                w.Number(m.Number);
                w.Flag(m.HasMissed);
            },
            r => new(r.Number(), r.Flag())),
    ];

    private static void Write(WireWriter w, TellRows m)
    {
        w.Ref(m.From);
        w.Number(m.Number);
        w.Flag(m.IsFirst);
        w.Flag(m.IsLast);
        w.All(m.All, (writer, row) =>
        {
            writer.Text(row.Key);
            writer.TextOrNone(row.Value);
            writer.Flag(row.IsGone);
        });
    }

    private static Row ReadRow(WireReader r) => new(r.Text(), r.TextOrNone(), r.Flag());
}
