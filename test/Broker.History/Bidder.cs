namespace Broker.History;

/// <summary>
/// A client that does one thing after the other by chance: mostly bids, on few offers, so that many meet.
/// </summary>
/// <param name="number">
/// Below 10,000 and its own: it is the places of its prices, so that no two agree.
/// </param>
public sealed class Bidder(AuctionClient client, Board board, int number)
{
    private const decimal Place = 0.0001m;
    private const int PageSize = 20;

    private readonly Random _random = new(number);
    private readonly Dictionary<string, decimal> _bid = [];
    private int _made;

    /// <summary>
    /// One request. False when nobody knew what became of it: then the server is away, or too busy.
    /// </summary>
    public async Task<bool> GoOnAsync()
    {
        var kind = _random.Next(1000);
        if (kind < 10 || !board.TryPick(_random, out var card)) return Note(await OfferAsync());
        if (kind < 12) return Note(await SignUpAsync());
        if (kind < 120) return Note(await client.LookAsync(card.OfferId));
        if (kind < 140) return Note(await client.ListAsync(_random.Next(3), PageSize));
        if (card is { IsSold: false, BidId: { } bid } && card.Creator == client.Name && kind < 300)
            return Note(await client.AcceptAsync(card.OfferId, bid));

        return Note(await client.BidAsync(card.OfferId, NextPrice(card)));
    }

    // At times too low, at times far above; never one that it has tried before.
    private decimal NextPrice(Board.Card card)
    {
        var tried = _bid.GetValueOrDefault(card.OfferId);
        var price = Math.Max(tried + 1, Math.Max(1, Math.Floor(card.Price) + _random.Next(-2, 3)));
        _bid[card.OfferId] = price;
        return price + (number * Place);
    }

    private Task<Step.Offer> OfferAsync() => client.OfferAsync($"{client.Name} {++_made}", price: 1);

    // Never logged in to before the end: whether it is there then is what matters.
    private async Task<Step> SignUpAsync()
    {
        var other = client.As($"{client.Name}/{++_made}");
        return await other.SignUpAsync();
    }

    private bool Note(Step step)
    {
        board.Add(step);
        return step.Outcome != Outcome.Unknown;
    }

    private bool Note(IReadOnlyList<Step> looks)
    {
        foreach (var look in looks) board.Add(look);
        return looks.Count > 0;
    }
}
