using Google.Protobuf;

namespace Broker.Actors.Persistence;

/// <summary>
/// What persistent actors persist, events and snapshots alike: a Protobuf message and the proof of its place.
/// <see cref="EventChain"/> makes it and checks it; <see cref="EventSerializer"/> adds a checksum.
/// </summary>
/// <param name="Event">Its type is one of <see cref="EventTypes"/>.</param>
/// <param name="Generation">Under which it was stored.</param>
/// <param name="Previous">The generation of the actor's event before it.</param>
public sealed record StoredEvent(IMessage Event, Generation Generation, Generation Previous);
