using Broker.Actors.Cluster;
using static Broker.Actors.Naming.NameProtocol;

namespace Broker.Actors.Naming;

/// <summary>How messages about client names look between nodes.</summary>
internal static class NameWireFormats
{
    public static IReadOnlyList<WireFormat> All { get; } =
    [
        WireFormat.Of<Claim>("nc1", Write, r => new(r.Text(), r.TextOrNone(), r.Ref(), r.Number())),
        WireFormat.Of<Claimed>("nd1", (w, m) => Write(w, m.Name, m.Number), r => new(r.Text(), r.Number())),
        WireFormat.Of<ClaimRefused>("nr1", Write, r => new(
            r.Text(), r.Number(), r.Value<ClaimRefusal>())),
        WireFormat.Of<Release>("nf1", Write, r => new(
            r.Int32(), r.Ref(), r.Number(), r.All(one => one.Text()))),
        WireFormat.Of<ListNames>("nl1", Write, r => new(r.Ref(), r.Int32())),
        WireFormat.Of<NamesHeld>("nh1", Write, r => new(
            r.Ref(), r.Number(), r.Int32(), r.Flag(),
            r.All(one => new HeldName(one.Text(), one.TextOrNone())))),
        WireFormat.Of<CheckName>("nk1", Write, r => new(r.Ref(), r.Text())),
        WireFormat.Of<NameChecked>("na1", Write, r => new(r.Text(), r.Ref(), r.Number(), r.Flag())),
        WireFormat.Of<NamesLost>(
            "nx1", (w, m) => w.All(m.Names, (writer, name) => writer.Text(name)),
            r => new(r.All(one => one.Text()))),
    ];

    private static void Write(WireWriter w, string name, long number)
    {
        w.Text(name);
        w.Number(number);
    }

    private static void Write(WireWriter w, Claim m)
    {
        w.Text(m.Name);
        w.TextOrNone(m.User);
        w.Ref(m.Node);
        w.Number(m.Number);
    }

    private static void Write(WireWriter w, ClaimRefused m)
    {
        Write(w, m.Name, m.Number);
        w.Byte((byte)m.Reason);
    }

    private static void Write(WireWriter w, Release m)
    {
        w.Number(m.Bucket);
        w.Ref(m.Node);
        w.Number(m.Number);
        w.All(m.Names, (writer, name) => writer.Text(name));
    }

    private static void Write(WireWriter w, ListNames m)
    {
        w.Ref(m.Home);
        w.Number(m.Bucket);
    }

    private static void Write(WireWriter w, NamesHeld m)
    {
        w.Ref(m.Node);
        w.Number(m.Number);
        w.Number(m.Page);
        w.Flag(m.IsLast);
        w.All(m.Names, (writer, held) =>
        {
            writer.Text(held.Name);
            writer.TextOrNone(held.User);
        });
    }

    private static void Write(WireWriter w, CheckName m)
    {
        w.Ref(m.Home);
        w.Text(m.Name);
    }

    private static void Write(WireWriter w, NameChecked m)
    {
        w.Text(m.Name);
        w.Ref(m.Node);
        w.Number(m.Number);
        w.Flag(m.IsHeld);
    }
}
