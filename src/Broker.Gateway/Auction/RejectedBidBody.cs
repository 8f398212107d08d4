namespace Broker.Gateway.Auction;

/// <summary>Why a bid is not possible, with the current price where there is one.</summary>
internal sealed record RejectedBidBody(string Error, decimal? BidPrice = null);
