using Broker.Actors.Connections;

namespace Broker.Actors.Naming;

/// <summary>A client that is let in when it has its name.</summary>
/// <param name="Gateway">Gets the answer.</param>
/// <param name="Port">The client.</param>
/// <param name="Name">What it wants to be called.</param>
/// <param name="User">Whose name it is; null for this connection's own.</param>
/// <param name="IsRandom">Whether another name does as well.</param>
/// <param name="AskedAt">When it asked to be let in.</param>
internal readonly record struct NamedConnect(
    IActorRef Gateway, IConnectionPort Port, string Name, string? User, bool IsRandom, long AskedAt);
