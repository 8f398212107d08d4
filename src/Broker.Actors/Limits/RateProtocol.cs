using Broker.Actors.Cluster;

namespace Broker.Actors.Limits;

/// <summary>What nodes and the buckets of rates say to each other.</summary>
public static class RateProtocol
{
    /// <summary>A message for a bucket, by way of the parent of all buckets.</summary>
    public interface IRateCommand
    {
        int Bucket { get; }
    }

    /// <summary>
    /// A node takes from a rule for a key. Answered by <see cref="Granted"/>. It is said again until then: a
    /// repeat of what was answered costs the key twice, which is never more than it may.
    /// </summary>
    /// <param name="Need">So many, or none.</param>
    /// <param name="Want">More than it needs now, if there are more.</param>
    /// <param name="Lack">What the node knows to be gone.</param>
    public sealed record Take(RateRule Rule, string Key, int Need, int Want, TimeSpan Lack, IActorRef Node)
        : IRateCommand, IWireMessage
    {
        int IRateCommand.Bucket => BucketOf(Rule.Name, Key);
    }

    /// <param name="Count">What the node has; 0 when there is not what it needs.</param>
    /// <param name="Lack">How long it takes until all is there again.</param>
    public sealed record Granted(string Rule, string Key, int Count, TimeSpan Lack) : IWireMessage;

    /// <summary>
    /// To a node: what it knows of the keys of a bucket. Answered by <see cref="RatesKnown"/>.
    /// </summary>
    public sealed record ListRates(IActorRef Home, int Bucket) : IWireMessage;

    /// <summary>What one node knows of one bucket, in pages that are sent together.</summary>
    public sealed record RatesKnown(IActorRef Node, bool IsLast, KnownRate[] Rates) : IWireMessage;

    /// <param name="Lack">As in <see cref="Granted"/>.</param>
    public sealed record KnownRate(RateRule Rule, string Key, TimeSpan Lack)
        : INoSerializationVerificationNeeded;

    // From a counter of this node to its keeper only: it has too little.
    internal sealed record Ask(RateCounter Counter) : INoSerializationVerificationNeeded;

    internal static int BucketOf(string rule, string key) => Buckets.Of($"{rule} {key}");
}
