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

    public static Event Write(OfferEvent happened)
    {
        var writer = new PayloadWriter(Version);
        return happened switch
        {
            OfferEvent.Created m => new Event(CreatedType, writer
                .Price(m.BidPrice).Time(m.GoLive).Number((ulong)m.Lifetime.Ticks)
                .Text(m.PhotoUrl).Text(m.Title).Text(m.CreatedBy).Written),
            OfferEvent.Placed m => new Event(
                PlacedType, writer.Price(m.BidPrice).Text(m.Username).Time(m.Timestamp).Written),
            OfferEvent.Sold m => new Event(SoldType, writer.Number(m.Place).Written),
            _ => throw new ArgumentOutOfRangeException(nameof(happened)),
        };
    }

    /// <summary>False for what this program did not write, or a later one did.</summary>
    public static bool TryRead(ushort type, ReadOnlySpan<byte> payload, [NotNullWhen(true)] out OfferEvent? read)
    {
        read = null;
        var reader = new PayloadReader(payload);
        if (reader.Byte() != Version) return false;

        OfferEvent? happened = type switch
        {
            CreatedType => new OfferEvent.Created(
                reader.Price(), reader.Time(), reader.Span(), reader.Text(), reader.Text(), reader.Text()),
            PlacedType => new OfferEvent.Placed(reader.Price(), reader.Text(), reader.Time()),
            SoldType when reader.Number() is var place and <= uint.MaxValue =>
                new OfferEvent.Sold((uint)place),
            _ => null,
        };
        if (reader.IsWhole) read = happened;
        return read is not null;
    }
}
