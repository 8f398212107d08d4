namespace Broker.History;

/// <summary>An offer as the broker shows it in the end.</summary>
public sealed record StoredOffer(string Id, string Title, decimal Price, string CreatedBy, bool IsSold);
