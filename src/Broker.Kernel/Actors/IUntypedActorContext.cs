namespace Broker.Kernel;

/// <summary>
/// The context of an <see cref="UntypedActor"/>: behaviours are plain methods without result.
/// </summary>
public interface IUntypedActorContext : IActorContext
{
    void Become(UntypedReceive receive);
    void BecomeStacked(UntypedReceive receive);
}
