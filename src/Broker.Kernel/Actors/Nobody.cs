namespace Broker.Kernel;

/// <summary>The ref of no actor: takes everything, keeps nothing, not even a dead letter.</summary>
internal sealed class Nobody : KernelRef
{
    public static readonly Nobody Instance = new();

    private Nobody() => Path = ActorPath.RootOf(new Address("akka", "all-systems")) / "Nobody";

    public override ActorPath Path { get; }
    internal override ActorSystem? Owner => null;
    internal override long Uid => 0;

    public override void Tell(object message, IActorRef? sender)
    {
    }
}
