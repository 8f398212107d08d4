using Broker.Actors.Users;

namespace Broker.Gateway.Users;

/// <summary>A verified token of a user.</summary>
/// <param name="Id">No other token has it, and no spelling of this token has another.</param>
/// <param name="IsForSocket">Valid for a socket only.</param>
internal sealed record UserToken(UserName User, DateTimeOffset ExpiresAt, string Id, bool IsForSocket);
