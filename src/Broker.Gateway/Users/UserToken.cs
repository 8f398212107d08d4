using Broker.Actors.Users;

namespace Broker.Gateway.Users;

/// <summary>A verified token of a user.</summary>
/// <param name="User">Whose it is.</param>
/// <param name="ExpiresAt">From this moment on it is none.</param>
/// <param name="Id">What no other token has.</param>
/// <param name="IsForSocket">Good for a socket only.</param>
internal sealed record UserToken(UserName User, DateTimeOffset ExpiresAt, string Id, bool IsForSocket);
