using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Actors.Auction;

/// <summary>What one other node is to be told of offers, and the piece of it that is under way.</summary>
/// <param name="waitingMax">Offers; past it the node reads instead.</param>
internal sealed class OfferTail(int waitingMax)
{
    private const int PieceBytesMax = 64 * 1024;

    private readonly Dictionary<OfferId, OfferMoved> _waiting = [];
    private bool _hasMissed = true;

    /// <summary>Null when all that was sent is confirmed.</summary>
    public OffersMoved? UnderWay { get; private set; }

    public long SentAt { get; private set; }

    public bool HasMore => _hasMissed || _waiting.Count > 0;

    public void Add(OfferMoved moved)
    {
        if (_waiting.Count >= waitingMax && !_waiting.ContainsKey(moved.Offer.Id))
        {
            _waiting.Clear();
            _hasMissed = true;
        }
        _waiting[moved.Offer.Id] = moved;
    }

    /// <summary>The piece that is under way once more, or the next.</summary>
    public OffersMoved Send(long number, long now)
    {
        SentAt = now;
        return UnderWay ??= Next(number);
    }

    /// <returns>Whether it is the piece that is under way.</returns>
    public bool Confirm(long number)
    {
        if (UnderWay?.Number != number) return false;

        UnderWay = null;
        return true;
    }

    // An offer that is larger goes alone: a frame between nodes holds it.
    private OffersMoved Next(long number)
    {
        var (piece, bytes) = (new List<OfferMoved>(), 0);
        foreach (var moved in _waiting.Values)
        {
            bytes += AuctionWireFormats.BytesMaxOf(moved);
            if (piece.Count > 0 && bytes > PieceBytesMax) break;
            piece.Add(moved);
        }
        foreach (var moved in piece) _waiting.Remove(moved.Offer.Id);
        var next = new OffersMoved(number, [.. piece], _hasMissed);
        _hasMissed = false;
        return next;
    }
}
