namespace Broker.Kernel.Soak;

/// <summary>
/// Watches a wave from outside the family while it ends: some of it still lives then, some is dying, some
/// long gone. Answers <see cref="Mourned"/> when all have ended.
/// </summary>
public sealed class Mourner(Tally tally) : UntypedActor
{
    private readonly Roll _roll = new(tally);
    private IActorRef _family = ActorRefs.Nobody;
    private int _size;

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Terminated m: Strike(m.ActorRef); break;
            case Mourn m: Watch(m); break;
            default: Unhandled(message); break;
        }
    }

    private void Watch(Mourn wave)
    {
        _family = Sender;
        _size = wave.Actors.Length;
        foreach (var actor in wave.Actors)
        {
            _roll.Await(actor);
            Context.Watch(actor);
        }
    }

    private void Strike(IActorRef actor)
    {
        if (!_roll.StrikeLast(actor)) return;
        tally.CountMourned(_size);
        _family.Tell(Mourned.Instance, Self);
    }

    internal sealed record Mourn(IActorRef[] Actors);

    internal sealed record Mourned
    {
        public static Mourned Instance { get; } = new();
    }
}
