namespace Broker.FaultLab.Histories;

/// <summary>All that clients did and saw, and what was broken meanwhile.</summary>
public sealed record History
{
    /// <summary>How many nodes there were.</summary>
    public int Nodes { get; init; } = 3;

    public IReadOnlyList<ChannelKind> Channels { get; init; } = [];

    public IReadOnlyList<Publish> Publishes { get; init; } = [];

    /// <summary>Those of one subscriber stand in their order.</summary>
    public IReadOnlyList<Session> Sessions { get; init; } = [];

    public IReadOnlyList<NameHeld> Names { get; init; } = [];

    public IReadOnlyList<OfferMade> Offers { get; init; } = [];

    public IReadOnlyList<Bid> Bids { get; init; } = [];

    public IReadOnlyList<Acceptance> Acceptances { get; init; } = [];

    public IReadOnlyList<OfferRead> OfferReads { get; init; } = [];

    public IReadOnlyList<Seat> Seats { get; init; } = [];

    public IReadOnlyList<Relay> Relays { get; init; } = [];

    /// <summary>Those of one receiver stand in their order.</summary>
    public IReadOnlyList<RelayHeard> RelaysHeard { get; init; } = [];

    public IReadOnlyList<HubListed> HubLists { get; init; } = [];

    public IReadOnlyList<Membership> Memberships { get; init; } = [];

    public IReadOnlyList<Counted> Counts { get; init; } = [];

    /// <summary>Every answer of every operation that is not good, of whatever kind.</summary>
    public IReadOnlyList<Answer> BadAnswers { get; init; } = [];

    public IReadOnlyList<Fault> Faults { get; init; } = [];
}
