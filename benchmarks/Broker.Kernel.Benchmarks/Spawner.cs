namespace Broker.Kernel.Benchmarks;

/// <summary>Starts children on request; with rounds, also stops each batch before the next.</summary>
public sealed class Spawner(Props child, int batch, int batches, TaskCompletionSource done, bool thenStop)
    : UntypedActor
{
    private int _alive;
    private int _left = batches;

    protected override void OnReceive(object message)
    {
        if (message is Terminated && --_alive > 0) return;
        if (_left-- > 0) Spawn();
        else done.TrySetResult();
    }

    private void Spawn()
    {
        for (var i = 0; i < batch; i++)
        {
            var actor = Context.ActorOf(child);
            if (!thenStop) continue;
            Context.Watch(actor);
            actor.Tell(PoisonPill.Instance, Self);
            _alive++;
        }
        if (!thenStop) Self.Tell("next", Self);
    }
}
