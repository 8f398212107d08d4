namespace Broker.Gateway.Auction;

/// <summary>The body of <c>POST /v1/signup</c> and <c>POST /v1/login</c>.</summary>
internal sealed record Credentials(string Username, string Password)
{
    // A record would print both, and what is printed ends up in logs.
    public override string ToString() => $"{nameof(Credentials)} of {Username}";
}
