using Broker.Actors.Cluster;
using Broker.Actors.Delivery;

namespace Broker.Actors.Hub;

/// <summary>What the hubs of several nodes say to each other.</summary>
public static class HubNodeProtocol
{
    /// <summary>Which clients a node has more and which less. Sent each second too, if only empty.</summary>
    /// <param name="Number">One more than that of the one before it to the same node.</param>
    /// <param name="IsFirst">Whether all clients follow: what was told before is void.</param>
    internal sealed record ShareIds(
        IActorRef Hub, long Number, bool IsFirst, ulong[] Joined, ulong[] Left) : IWireMessage;

    /// <summary>A node has missed something. Answered by <see cref="ShareIds"/>, all clients.</summary>
    internal sealed record AskForIds(IActorRef Hub) : IWireMessage;

    /// <summary>
    /// Contents for clients of the receiving node. Answered by <see cref="PassedOn"/> when all have settled.
    /// </summary>
    /// <param name="Frames">As <see cref="RelayedContents.Frames"/>.</param>
    /// <param name="Ends">Where each of several frames ends; empty for one.</param>
    internal sealed record PassOn(
        IActorRef Hub, long Number, ulong[] To, ReadOnlyMemory<byte> Frames, int[] Ends) : IWireMessage;

    /// <param name="Number">That of the <see cref="PassOn"/>.</param>
    internal sealed record PassedOn(long Number, int Receivers) : IWireMessage;

    // From contents of another node to the hub: all have settled.
    internal sealed record Settled(IActorRef Hub, long Number, RelayedContents Contents)
        : INoSerializationVerificationNeeded;
}
