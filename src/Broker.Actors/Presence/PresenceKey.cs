using static Broker.Actors.Presence.PresenceProtocol;

namespace Broker.Actors.Presence;

/// <summary>What counts and claims are about.</summary>
public readonly record struct PresenceKey(Area Area, string Key);
