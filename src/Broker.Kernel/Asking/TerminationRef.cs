namespace Broker.Kernel;

/// <summary>Watches one actor from outside of any actor.</summary>
internal sealed class TerminationRef(ActorSystem system) : PromiseRef(system)
{
    private readonly TaskCompletionSource _died = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Died => _died.Task;

    public override void Tell(object message, IActorRef? sender)
    {
    }

    internal override void SendSystem(SystemMessage message)
    {
        if (message is SystemMessage.Died) _died.TrySetResult();
    }
}
