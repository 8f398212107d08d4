namespace Broker.KernelTests.Conformance;

/// <summary>Starts the children it is sent the props of, and keeps them when it is restarted.</summary>
public sealed class Sparing : UntypedActor
{
    protected override void OnReceive(object message)
    {
        if (message is Exception failure) throw failure;
        Sender.Tell(Context.ActorOf((Props)message));
    }

    protected override void PreRestart(Exception reason, object message) => PostStop();
}
