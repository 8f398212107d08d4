using Broker.Actors.Telemetry;

namespace Broker.Actors.Channels;

/// <summary>What a node knows of the publications in a batch that came from it.</summary>
/// <param name="AcceptedAt">When the oldest of them was accepted.</param>
/// <param name="Traces">Those that are traced; null for none.</param>
/// <param name="Exceptions">Subscribers that do not get one of them, by offset; null for none.</param>
internal sealed record OwnPublications(
    long AcceptedAt, List<TraceMark>? Traces, List<(long Offset, IActorRef Except)>? Exceptions);
