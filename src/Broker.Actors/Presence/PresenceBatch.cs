using static Broker.Actors.Presence.PresenceProtocol;
using static Broker.Actors.Users.TokenUseProtocol;

namespace Broker.Actors.Presence;

/// <summary>
/// What one node tells and asks at one time. Reports come before claims, and both before what is asked: the
/// answers know of them.
/// </summary>
/// <param name="Reports">Each key once.</param>
/// <param name="Claims">Likewise; the node may have it already.</param>
/// <param name="Lists">The areas whose keys are wanted, each once.</param>
/// <param name="Finds">Keys of which it is asked whether any node has them.</param>
/// <param name="Tokens">To be marked as used; one may be in it twice.</param>
public sealed record PresenceBatch(
    IReadOnlyList<Report> Reports,
    IReadOnlyList<Claim> Claims,
    IReadOnlyList<Area> Lists,
    IReadOnlyList<PresenceKey> Finds,
    IReadOnlyList<UseToken> Tokens);
