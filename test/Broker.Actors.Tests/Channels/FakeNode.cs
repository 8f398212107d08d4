namespace Broker.Actors.Tests.Channels;

/// <summary>A node that is only a name: what it is told, the spec sees before it.</summary>
internal sealed class FakeNode(string name) : MinimalActorRef
{
    public override ActorPath Path { get; } = new RootActorPath(Address.AllSystems) / name;

    public override IActorRefProvider Provider => throw new NotSupportedException();
}
