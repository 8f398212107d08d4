namespace Broker.Kernel.Benchmarks;

/// <summary>Counts messages and reports when it has seen enough.</summary>
public sealed class Counter(int enough, TaskCompletionSource done) : UntypedActor
{
    private int _seen;

    protected override void OnReceive(object message)
    {
        if (++_seen == enough) done.SetResult();
    }
}
