using System.Diagnostics.CodeAnalysis;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// Events of offers as payloads of the journal: a version byte, then the fields in the order of the record;
/// see <see cref="PayloadWriter"/>. The event's kind is the journal's type.
/// </summary>
internal static class OfferEventCodec
{
    private const byte Version = 1;
    private const ushort CreatedType = 1;
    private const ushort PlacedType = 2;
    private const ushort SoldType = 3;
    private const ushort KeptType = 4;

    public static Event Write(OfferEvent happened)
    {
        var writer = new PayloadWriter(Version);
        return happened switch
        {
            OfferEvent.Created m => new Event(CreatedType, Add(writer, m).Written),
            OfferEvent.Placed m => new Event(PlacedType, Add(writer, m).Written),
            OfferEvent.Sold m => new Event(SoldType, writer.Number(m.Place).Written),
            OfferEvent.Kept m => new Event(KeptType, Add(writer, m).Written),
            _ => throw new ArgumentOutOfRangeException(nameof(happened)),
        };
    }

    /// <summary>False for what this program did not write, or a later one did.</summary>
    public static bool TryRead(
        ushort type, ReadOnlySpan<byte> payload, [NotNullWhen(true)] out OfferEvent? read)
    {
        read = null;
        var reader = new PayloadReader(payload);
        if (reader.Byte() != Version) return false;

        OfferEvent? happened = type switch
        {
            CreatedType => Created(ref reader),
            PlacedType => Placed(ref reader),
            KeptType => Kept(ref reader),
            SoldType when reader.Number() is var place and <= uint.MaxValue =>
                new OfferEvent.Sold((uint)place),
            _ => null,
        };
        if (reader.IsWhole) read = happened;
        return read is not null;
    }

    private static PayloadWriter Add(PayloadWriter writer, OfferEvent.Created m) => writer
        .Price(m.BidPrice).Time(m.GoLive).Number((ulong)m.Lifetime.Ticks)
        .Text(m.PhotoUrl).Text(m.Title).Text(m.CreatedBy);

    private static PayloadWriter Add(PayloadWriter writer, OfferEvent.Placed m) =>
        writer.Price(m.BidPrice).Text(m.Username).Time(m.Timestamp);

    private static PayloadWriter Add(PayloadWriter writer, OfferEvent.Kept m)
    {
        Add(writer, m.Offer).Number(m.First).Number(m.Accepted).Number((ulong)m.Bids.Count);
        foreach (var bid in m.Bids) Add(writer, bid);
        return writer;
    }

    private static OfferEvent.Created Created(ref PayloadReader reader) => new(
        reader.Price(), reader.Time(), reader.Span(), reader.Text(), reader.Text(), reader.Text());

    private static OfferEvent.Placed Placed(ref PayloadReader reader) =>
        new(reader.Price(), reader.Text(), reader.Time());

    private static OfferEvent.Kept? Kept(ref PayloadReader reader)
    {
        var (offer, first, accepted) = (Created(ref reader), reader.Number(), reader.Number());
        var bids = new List<OfferEvent.Placed>();
        // The count is not believed: it ends with the bytes.
        for (var left = reader.Number(); left > 0 && !reader.IsBad; left--) bids.Add(Placed(ref reader));
        return first <= uint.MaxValue && accepted <= uint.MaxValue
            ? new OfferEvent.Kept(offer, (uint)first, bids, (uint)accepted)
            : null;
    }
}
