namespace Broker.Gateway.Http;

/// <summary>What is counted for each address (<c>broker.rate</c>).</summary>
internal enum Rate
{
    Tokens,
    SocketTokens,
    Messages,
    Connects,
    SignUps,
    LoginRequests,
    Logins,
}
