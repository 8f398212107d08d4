namespace Broker.KernelTests.Conformance;

/// <summary>
/// Runs what it is told to run, throws what it is told to throw, passes everything else on to a listener, and
/// reports its own life there too.
/// </summary>
public class Subject : UntypedActor
{
    private readonly IActorRef _listener;

    public Subject(IActorRef listener) => _listener = listener;

    public static Props PropsFor(IActorRef listener) => Props.Create(() => new Subject(listener));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Action<IUntypedActorContext> run: run(Context); break;
            case Exception failure: throw failure;
            case Terminated: Unhandled(message); break;
            case "unhandled": Unhandled(message); break;
            default: _listener.Tell(message, Sender); break;
        }
    }

    protected override void PreStart() => Report("PreStart");

    protected override void PostStop() => Report("PostStop");

    protected override void PreRestart(Exception reason, object message)
    {
        Report("PreRestart");
        base.PreRestart(reason, message);
    }

    protected override void PostRestart(Exception reason)
    {
        Report("PostRestart");
        base.PostRestart(reason);
    }

    protected void Report(string what) => _listener.Tell(what, Self);
}
