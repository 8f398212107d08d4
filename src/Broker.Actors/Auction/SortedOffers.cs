using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Auction;

/// <summary>
/// Many offers put in an order at once. What is compared lies together in keys, in front of an offer's place
/// by id: so most comparisons look at no offer and at no text, and ties need no look at an id.
/// </summary>
internal static class SortedOffers
{
    private const int PrefixChars = 3;

    public static ListedOffer[] ById(IReadOnlyCollection<ListedOffer> offers)
    {
        var sorted = offers.ToArray();
        Array.Sort(Array.ConvertAll(sorted, offer => offer.Id.Number), sorted);
        return sorted;
    }

    /// <summary>In the order that <see cref="OfferOrder"/> says.</summary>
    public static ListedOffer[] By(OfferSort sort, ListedOffer[] byId) => sort switch
    {
        OfferSort.GoLive => ByField(byId, offer => offer.GoLive.UtcTicks),
        OfferSort.BidPrice => ByField(byId, offer => offer.BidPrice),
        OfferSort.Lifetime => ByField(byId, offer => offer.Lifetime.Ticks),
        OfferSort.PhotoUrl => ByText(byId, offer => offer.PhotoUrl),
        OfferSort.Title => ByText(byId, offer => offer.Title),
        OfferSort.CreatedBy => ByText(byId, offer => offer.CreatedBy),
        OfferSort.Sold => ByField(byId, offer => offer.Sold),
        _ => throw new InvalidOperationException($"there is no order by {sort}"),
    };

    private static ListedOffer[] ByField<TField>(ListedOffer[] byId, Func<ListedOffer, TField> field)
        where TField : struct, IComparable<TField>
    {
        var keys = new Key<TField>[byId.Length];
        for (var place = 0; place < keys.Length; place++)
            keys[place] = new Key<TField>(field(byId[place]), place);
        Array.Sort(keys);
        return Array.ConvertAll(keys, key => byId[key.Place]);
    }

    private static ListedOffer[] ByText(ListedOffer[] byId, Converter<ListedOffer, string> text)
    {
        var keys = new Key<ulong>[byId.Length];
        for (var place = 0; place < keys.Length; place++) keys[place] = new Key<ulong>(0, place);
        SortTexts(keys, Array.ConvertAll(byId, text), alike: 0);
        return Array.ConvertAll(keys, key => byId[key.Place]);
    }

    // All of these texts begin with so many characters alike. What else they begin with is passed over, then
    // they are sorted by the next few, and each run of equals goes on behind those.
    private static void SortTexts(Span<Key<ulong>> keys, string[] texts, int alike)
    {
        if (keys.Length < 2) return;

        alike += CommonPrefix(keys, texts, alike);
        foreach (ref var key in keys) key = key with { Field = Prefix(texts[key.Place].AsSpan(alike)) };
        keys.Sort();

        for (var (begin, end) = (0, 0); begin < keys.Length; begin = end)
        {
            var prefix = keys[begin].Field;
            do end++; while (end < keys.Length && keys[end].Field == prefix);
            if (!IsWhole(prefix)) SortTexts(keys[begin..end], texts, alike + PrefixChars);
        }
    }

    private static int CommonPrefix(Span<Key<ulong>> keys, string[] texts, int alike)
    {
        var common = texts[keys[0].Place].AsSpan(alike);
        foreach (var key in keys)
        {
            if (common.IsEmpty) break;
            common = common[..common.CommonPrefixLength(texts[key.Place].AsSpan(alike))];
        }
        return common.Length;
    }

    // Three characters as ordinal comparison sees them, and behind them how many there were: a text that ends
    // goes before one that goes on, also before one that goes on with a NUL.
    private static ulong Prefix(ReadOnlySpan<char> text)
    {
        var prefix = (ulong)Math.Min(text.Length, PrefixChars + 1);
        for (var i = 0; i < PrefixChars && i < text.Length; i++) prefix |= (ulong)text[i] << (48 - (16 * i));
        return prefix;
    }

    private static bool IsWhole(ulong prefix) => (prefix & 0xffff) <= PrefixChars;

    private readonly record struct Key<TField>(TField Field, int Place) : IComparable<Key<TField>>
        where TField : struct, IComparable<TField>
    {
        public int CompareTo(Key<TField> other) =>
            Field.CompareTo(other.Field) is var order and not 0 ? order : Place.CompareTo(other.Place);
    }
}
