namespace Broker.Kernel.Benchmarks;

/// <summary>An actor that says when it has ended, for spawn-and-stop without a watch.</summary>
public sealed class StopCounter(CountdownEvent ended) : UntypedActor
{
    protected override void OnReceive(object message) => Unhandled(message);

    protected override void PostStop() => ended.Signal();
}
