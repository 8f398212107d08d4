namespace Broker.Actors.Auction;

/// <summary>
/// An offer in the list. Of its fields two change; who changes them takes it out of that order first.
/// </summary>
internal sealed class ListedOffer
{
    public ListedOffer(Offer offer)
    {
        (Id, BidPrice, Sold) = (offer.Id, offer.BidPrice, offer.Sold);
        (GoLive, Lifetime) = (offer.GoLive, offer.Lifetime);
        (PhotoUrl, Title, CreatedBy) = (offer.PhotoUrl, offer.Title, offer.CreatedBy);
    }

    public OfferId Id { get; }

    public decimal BidPrice { get; set; }

    public DateTimeOffset GoLive { get; }

    public TimeSpan Lifetime { get; }

    public string PhotoUrl { get; }

    public string Title { get; }

    public string CreatedBy { get; }

    public bool Sold { get; set; }

    public Offer ToOffer() => new(Id, BidPrice, GoLive, Lifetime, PhotoUrl, Title, CreatedBy, Sold);
}
