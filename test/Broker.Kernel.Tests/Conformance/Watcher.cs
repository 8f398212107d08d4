namespace Broker.KernelTests.Conformance;

/// <summary>Watches on request and tells a listener what it is told.</summary>
public sealed class Watcher(IActorRef listener) : UntypedActor
{
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Begin m: Context.Watch(m.Actor); listener.Tell("watching"); break;
            case BeginWith m: Context.WatchWith(m.Actor, m.Notice); listener.Tell("watching"); break;
            case End m: Context.Unwatch(m.Actor); listener.Tell("not watching"); break;
            case Block m: listener.Tell("blocked"); m.Gate.Wait(Do.Limit); break;
            case Spawn: Sender.Tell(Context.Watch(Context.ActorOf(Echo.Props))); break;
            case Terminated m: listener.Forward(new Notice(m)); break;
            default: listener.Forward(message); break;
        }
    }

    public sealed record Begin(IActorRef Actor);
    public sealed record BeginWith(IActorRef Actor, object Notice);
    public sealed record End(IActorRef Actor);
    public sealed record Block(ManualResetEventSlim Gate);
    public sealed record Spawn;

    // A Terminated that is not one's own is dropped by every actor, so it travels wrapped.
    public sealed record Notice(Terminated Terminated);
}
