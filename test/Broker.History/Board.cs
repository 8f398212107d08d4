using System.Collections.Concurrent;

namespace Broker.History;

/// <summary>
/// What the clients of one run share: what they know of offers, and what they have written down.
/// </summary>
public sealed class Board
{
    private readonly ConcurrentQueue<Step> _steps = [];
    private readonly ConcurrentDictionary<string, Card> _cards = [];
    private Card[] _all = [];

    /// <summary>Of one offer, as anybody saw it last; it may be out of date.</summary>
    public sealed record Card(string OfferId, string Creator, decimal Price, string? BidId, bool IsSold);

    public int Count => _steps.Count;

    public IReadOnlyCollection<Step> Steps => [.. _steps];

    public void Add(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);
        _steps.Enqueue(step);
        if (step.Outcome == Outcome.Done) Learn(step);
    }

    public bool TryPick(Random random, out Card card)
    {
        ArgumentNullException.ThrowIfNull(random);
        var all = _all;
        card = all.Length == 0 ? null! : _cards[all[random.Next(all.Length)].OfferId];
        return card is not null;
    }

    private void Learn(Step step)
    {
        if (step is Step.Offer made)
        {
            _cards[made.OfferId!] = new Card(made.OfferId!, made.Username, made.Price, null, IsSold: false);
            lock (_cards) _all = [.. _cards.Values];
        }
        else if (step is Step.Bid bid)
            Change(bid.OfferId, card => card with
            {
                Price = Math.Max(card.Price, bid.Price),
                BidId = bid.BidId,
            });
        else if (step is Step.Accept accept)
            Change(accept.OfferId, card => card with { IsSold = true });
        else if (step is Step.Look look)
            Change(look.OfferId, card => card with
            {
                Price = Math.Max(card.Price, look.Price),
                IsSold = card.IsSold || look.IsSold,
            });
    }

    private void Change(string offerId, Func<Card, Card> change)
    {
        if (_cards.TryGetValue(offerId, out var card)) _cards.TryUpdate(offerId, change(card), card);
    }
}
