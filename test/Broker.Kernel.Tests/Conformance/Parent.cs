namespace Broker.KernelTests.Conformance;

/// <summary>Starts the children it is sent the props of, and supervises them as it was told.</summary>
public sealed class Parent : UntypedActor
{
    private readonly SupervisorStrategy _strategy;

    public Parent(SupervisorStrategy strategy) => _strategy = strategy;

    protected override void OnReceive(object message) => Sender.Tell(Context.ActorOf((Props)message));

    protected override SupervisorStrategy SupervisorStrategy() => _strategy;
}
