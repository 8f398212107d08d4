using Broker.Actors.Auction;
using FsCheck;
using FsCheck.Fluent;

namespace Broker.Actors.Tests.Auction;

public class OfferEventCodecSpec
{
    private static readonly DateTimeOffset Time = new(2030, 1, 2, 3, 4, 5, TimeSpan.FromMinutes(-210));

    private static Gen<decimal> Prices { get; } =
        from low in Gen.Choose(int.MinValue, int.MaxValue)
        from middle in Gen.Choose(int.MinValue, int.MaxValue)
        from high in Gen.OneOf(Gen.Constant(0), Gen.Choose(int.MinValue, int.MaxValue))
        from scale in Gen.Choose(0, 28)
        from isNegative in Gen.Elements(false, true)
        select new decimal(low, middle, high, isNegative, (byte)scale);

    private static Gen<string> Texts { get; } =
        Gen.Elements("", "a", "lamp", "ünïcödé", "\U0001F600", new string('x', 200));

    private static Gen<DateTimeOffset> Times { get; } =
        from days in Gen.Choose(1, 3_000_000)
        from ticks in Gen.Choose(0, int.MaxValue)
        from minutes in Gen.Choose(-14 * 60, 14 * 60)
        select new DateTimeOffset(TimeSpan.TicksPerDay * days + ticks, TimeSpan.FromMinutes(minutes));

    private static Arbitrary<OfferEvent> Events { get; } = Gen.OneOf(
        from price in Prices
        from time in Times
        from lifetime in Gen.Elements(TimeSpan.Zero, TimeSpan.FromTicks(1), TimeSpan.MaxValue)
        from photo in Texts
        from title in Texts
        from name in Texts
        select (OfferEvent)new OfferEvent.Created(price, time, lifetime, photo, title, name),
        from price in Prices
        from name in Texts
        from time in Times
        select (OfferEvent)new OfferEvent.Placed(price, name, time),
        from place in Gen.Elements(1u, 127u, 128u, uint.MaxValue)
        select (OfferEvent)new OfferEvent.Sold(place),
        from price in Prices
        from name in Texts
        from time in Times
        from count in Gen.Choose(0, 3)
        from place in Gen.Elements(0u, 1u, uint.MaxValue)
        select (OfferEvent)new OfferEvent.Kept(
            new OfferEvent.Created(price, time, TimeSpan.Zero, name, name, name), place,
            [.. Enumerable.Repeat(new OfferEvent.Placed(price, name, time), count)], place)).ToArbitrary();

    // 1.50 with its zero; 06:34:05 in UTC, three and a half hours before it.
    [Theory]
    [InlineData("01 02 9601 03626F62 802C6BFAD7C5E208 2EFF", 2)]
    [InlineData("01 8101", 3)]
    public void Looks_as_it_always_did(string hex, ushort type)
    {
        OfferEvent expected =
            type == 2 ? new OfferEvent.Placed(1.50m, "bob", Time) : new OfferEvent.Sold(129);
        var written = OfferEventCodec.Write(expected);

        Assert.Equal((type, hex.Replace(" ", "", StringComparison.Ordinal)),
            (written.Type, Convert.ToHexString(written.Payload.Span)));
    }

    [Fact]
    public void Every_event_comes_back_exactly() => Prop.ForAll(Events, expected =>
    {
        var written = OfferEventCodec.Write(expected);
        Assert.True(OfferEventCodec.TryRead(written.Type, written.Payload.Span, out var read));
        Assert.Equal(Shown(expected), Shown(read));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void An_event_that_is_cut_anywhere_or_has_more_behind_it_is_none() => Prop.ForAll(Events, one =>
    {
        var written = OfferEventCodec.Write(one);
        for (var length = 0; length < written.Payload.Length; length++)
            Assert.False(OfferEventCodec.TryRead(written.Type, written.Payload.Span[..length], out _));
        Assert.False(OfferEventCodec.TryRead(written.Type, [.. written.Payload.Span, 0], out _));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(2, "")]
    [InlineData(2, "02029601 00")]
    [InlineData(4, "01")]
    [InlineData(3, "01FFFFFFFF10")]
    [InlineData(3, "01FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF")]
    [InlineData(2, "011D01 00 0000000000000000 0000")]
    [InlineData(2, "010001 01FF 0000000000000000 0000")]
    [InlineData(2, "010001 00 FFFFFFFFFFFFFFFF 0000")]
    [InlineData(2, "010001 00 0000000000000000 FF7F")]
    public void What_makes_no_sense_is_no_event(ushort type, string hex) => Assert.False(
        OfferEventCodec.TryRead(
            type, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), out _));

    // Equal decimals may differ in their zeroes, and equal times in their offsets.
    private static string Shown(OfferEvent one) => one switch
    {
        OfferEvent.Created m => FormattableString.Invariant($"{m} {m.GoLive:O} {m.BidPrice}"),
        OfferEvent.Placed m => FormattableString.Invariant($"{m} {m.Timestamp:O} {m.BidPrice}"),
        OfferEvent.Kept m =>
            $"{Shown(m.Offer)} {m.First} {m.Accepted} {string.Join(' ', m.Bids.Select(Shown))}",
        _ => one.ToString(),
    };
}
