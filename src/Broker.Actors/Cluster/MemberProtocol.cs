namespace Broker.Actors.Cluster;

/// <summary>What an actor is told of those of its name on other nodes.</summary>
public static class MemberProtocol
{
    /// <summary>The actor of another node is known now.</summary>
    public sealed record MemberMet(IActorRef Member) : INoSerializationVerificationNeeded;

    /// <summary>Its node is gone for good.</summary>
    public sealed record MemberLost(IActorRef Member) : INoSerializationVerificationNeeded;

    /// <summary>How many other nodes there are whose actor is not known yet.</summary>
    public sealed record MembersUnmet(int Count) : INoSerializationVerificationNeeded;
}
