namespace Broker.Gateway.Auction;

/// <summary>What somebody signs up or logs in with.</summary>
internal sealed record Credentials(string Username, string Password)
{
    // A record would print both, and what is printed ends up in logs.
    public override string ToString() => $"{nameof(Credentials)} of {Username}";
}
