namespace Broker.Kernel.Benchmarks;

/// <summary>Sends what it gets back to whoever sent it, until the rounds are over.</summary>
public sealed class Pinger(int rounds, TaskCompletionSource done) : UntypedActor
{
    private int _left = rounds;

    protected override void OnReceive(object message)
    {
        if (message is IActorRef partner) partner.Tell("ball", Self);
        else if (_left-- > 0) Sender.Tell(message, Self);
        else done.TrySetResult();
    }
}
