namespace Broker.Kernel.Benchmarks;

public sealed class Echo : UntypedActor
{
    protected override void OnReceive(object message) => Sender.Tell(message, Self);
}
