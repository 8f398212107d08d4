namespace Broker.History;

/// <summary>One request of one client, and what it heard.</summary>
public abstract record Step(string Username, Span Span, Outcome Outcome)
{
    public sealed record SignUp(string Username, Span Span, Outcome Outcome) : Step(Username, Span, Outcome);

    /// <param name="Title">No other request has it.</param>
    /// <param name="OfferId">Null unless it is done.</param>
    public sealed record Offer(
        string Username, Span Span, Outcome Outcome, string Title, decimal Price, string? OfferId)
        : Step(Username, Span, Outcome);

    /// <param name="Price">No other request for this offer has it.</param>
    /// <param name="BidId">Null unless it is done.</param>
    /// <param name="Told">What the current price was said to be, where it was refused for that.</param>
    /// <param name="IsSold">Whether it was refused because the offer was sold.</param>
    public sealed record Bid(
        string Username, Span Span, Outcome Outcome, string OfferId, decimal Price, string? BidId,
        decimal? Told = null, bool IsSold = false)
        : Step(Username, Span, Outcome);

    public sealed record Accept(string Username, Span Span, Outcome Outcome, string OfferId, string BidId)
        : Step(Username, Span, Outcome);

    /// <summary>An offer as it was shown, by itself or in a list.</summary>
    public sealed record Look(string Username, Span Span, string OfferId, decimal Price, bool IsSold)
        : Step(Username, Span, Outcome.Done);
}
