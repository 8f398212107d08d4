using Broker.Actors.Cluster;
using static Broker.Actors.Limits.RateProtocol;

namespace Broker.Actors.Limits;

/// <summary>How messages about rates look between nodes.</summary>
internal static class RateWireFormats
{
    public static IReadOnlyList<WireFormat> All { get; } =
    [
        WireFormat.Of<Take>("qt1", Write, r => new(
            Rule(r), r.Text(), r.Int32(), r.Int32(), Time(r), r.Ref())),
        WireFormat.Of<Granted>("qg1", Write, r => new(r.Text(), r.Text(), r.Int32(), Time(r))),
        WireFormat.Of<ListRates>("ql1", Write, r => new(r.Ref(), r.Int32())),
        WireFormat.Of<RatesKnown>("qk1", Write, r => new(
            r.Ref(), r.Flag(), r.All(one => new KnownRate(Rule(one), one.Text(), Time(one))))),
    ];

    private static void Write(WireWriter w, Take m)
    {
        Write(w, m.Rule);
        w.Text(m.Key);
        w.Number(m.Need);
        w.Number(m.Want);
        w.Number(m.Lack.Ticks);
        w.Ref(m.Node);
    }

    private static void Write(WireWriter w, Granted m)
    {
        w.Text(m.Rule);
        w.Text(m.Key);
        w.Number(m.Count);
        w.Number(m.Lack.Ticks);
    }

    private static void Write(WireWriter w, ListRates m)
    {
        w.Ref(m.Home);
        w.Number(m.Bucket);
    }

    private static void Write(WireWriter w, RatesKnown m)
    {
        w.Ref(m.Node);
        w.Flag(m.IsLast);
        w.All(m.Rates, (writer, rate) =>
        {
            Write(writer, rate.Rule);
            writer.Text(rate.Key);
            writer.Number(rate.Lack.Ticks);
        });
    }

    private static void Write(WireWriter w, RateRule rule)
    {
        w.Text(rule.Name);
        w.Number(rule.Max);
        w.Number(rule.Window.Ticks);
    }

    private static RateRule Rule(WireReader r) => new(r.Text(), r.Int32(), Time(r));

    private static TimeSpan Time(WireReader r) => TimeSpan.FromTicks(r.Number());
}
