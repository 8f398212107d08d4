namespace Broker.Actors.Channels;

/// <summary>
/// One life of a node's publisher. A publisher that starts again in the same process is another one: it
/// counts its batches anew.
/// </summary>
/// <param name="Node">The process: a random number of its own.</param>
/// <param name="Start">Which start of the publisher in that process.</param>
public readonly record struct Incarnation(long Node, int Start);
