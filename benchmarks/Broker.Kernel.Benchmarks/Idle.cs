namespace Broker.Kernel.Benchmarks;

/// <summary>An actor as small as a real one can be: two fields.</summary>
public sealed class Idle(object first, int second) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        if (message == first && second < 0) Unhandled(message);
    }
}
