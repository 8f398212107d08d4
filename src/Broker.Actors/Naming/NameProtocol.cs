using Broker.Actors.Cluster;

namespace Broker.Actors.Naming;

/// <summary>
/// What nodes and the buckets of client names say to each other. A node numbers what it says, so that a
/// bucket knows the order of it, and sends a claim again until it is answered.
/// </summary>
public static class NameProtocol
{
    /// <summary>A message for a bucket, by way of the parent of all buckets.</summary>
    public interface INameCommand
    {
        int Bucket { get; }
    }

    /// <summary>
    /// A client of a node wants a name. Answered by <see cref="Claimed"/> or <see cref="ClaimRefused"/>.
    /// </summary>
    /// <param name="User">
    /// Whose name it is, where a token says so: connections of one user share it. Null for one connection's.
    /// </param>
    public sealed record Claim(string Name, string? User, IActorRef Node, long Number)
        : INameCommand, IWireMessage
    {
        int INameCommand.Bucket => Buckets.Of(Name);
    }

    /// <param name="Number">That of the claim; another is void.</param>
    public sealed record Claimed(string Name, long Number) : IWireMessage;

    /// <param name="Number">That of the claim; another is void.</param>
    public sealed record ClaimRefused(string Name, long Number, ClaimRefusal Reason) : IWireMessage;

    public enum ClaimRefusal
    {
        Taken,

        /// <summary>A node that does not answer now has had it.</summary>
        Uncertain,
    }

    /// <summary>
    /// A node has no connection of these names any more. There is no answer: where it is lost, the bucket
    /// learns it when it asks.
    /// </summary>
    public sealed record Release(int Bucket, IActorRef Node, long Number, string[] Names)
        : INameCommand, IWireMessage;

    /// <summary>To a node: which names of a bucket it holds. Answered by <see cref="NamesHeld"/>.</summary>
    public sealed record ListNames(IActorRef Home, int Bucket) : IWireMessage;

    /// <summary>All names of one bucket on one node, in pages that are sent together.</summary>
    /// <param name="Number">The same for all pages.</param>
    public sealed record NamesHeld(IActorRef Node, long Number, int Page, bool IsLast, HeldName[] Names)
        : IWireMessage;

    /// <param name="User">As in <see cref="Claim"/>.</param>
    public sealed record HeldName(string Name, string? User) : INoSerializationVerificationNeeded;

    /// <summary>To a node: whether it holds a name. Answered by <see cref="NameChecked"/>.</summary>
    public sealed record CheckName(IActorRef Home, string Name) : IWireMessage;

    public sealed record NameChecked(string Name, IActorRef Node, long Number, bool IsHeld) : IWireMessage;

    /// <summary>
    /// To a node that was away: others have these names now. It closes the connections that had them.
    /// </summary>
    public sealed record NamesLost(string[] Names) : IWireMessage;
}
