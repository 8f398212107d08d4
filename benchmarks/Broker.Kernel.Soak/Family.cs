namespace Broker.Kernel.Soak;

/// <summary>
/// Starts children in waves and ends them in four ways in turn. The next wave starts when this parent and its
/// mourner have seen the end of every child of the last one, so that at most one wave is alive.
/// </summary>
public sealed class Family : UntypedActor
{
    private const int WaveSize = 1_000;

    private readonly Tally _tally;
    private readonly Roll _roll;
    private readonly Props _child;
    private readonly IActorRef _mourner;
    private IActorRef _asker = ActorRefs.Nobody;
    private int _left;
    private int _size;
    private int _waiting;

    public Family(Tally tally)
    {
        (_tally, _roll) = (tally, new Roll(tally));
        _child = Props.Create(() => new Mayfly(tally));
        _mourner = Context.ActorOf(Props.Create(() => new Mourner(tally)));
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Terminated m: Strike(m.ActorRef); break;
            case Mourner.Mourned: FinishHalf(); break;
            case Raise m: Begin(m.Actors); break;
            default: Unhandled(message); break;
        }
    }

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(_ => Directive.Stop, loggingEnabled: false);

    private void Begin(int actors)
    {
        _asker = Sender;
        _left = actors;
        StartWave();
    }

    private void Strike(IActorRef actor)
    {
        if (!_roll.StrikeLast(actor)) return;
        _tally.CountTerminated(_size);
        FinishHalf();
    }

    private void FinishHalf()
    {
        if (--_waiting > 0) return;
        if (_left > 0) StartWave();
        else _asker.Tell(Raised.Instance, Self);
    }

    private void StartWave()
    {
        _size = Math.Min(WaveSize, _left);
        (_left, _waiting) = (_left - _size, 2);
        var children = new IActorRef[_size];
        for (var i = 0; i < _size; i++)
        {
            var child = children[i] = Context.ActorOf(_child);
            _roll.Await(child);
            Context.Watch(child);
        }
        _tally.CountStarted(_size);
        _mourner.Tell(new Mourner.Mourn(children), Self);
        for (var i = 0; i < _size; i++) End(children[i], i % 4);
    }

    private void End(IActorRef child, int way)
    {
        switch (way)
        {
            case 0: child.Tell(PoisonPill.Instance, Self); break;
            case 1: Context.Stop(child); break;
            case 2: child.Tell(Kill.Instance, Self); break;
            default: child.Tell("crash", Self); break;
        }
    }

    /// <summary>Start and end this many children, then answer <see cref="Raised"/>.</summary>
    internal sealed record Raise(int Actors);

    internal sealed record Raised
    {
        public static Raised Instance { get; } = new();
    }
}
