using Broker.Hocon;

namespace Broker.Kernel;

/// <summary>
/// A tree of actors with its clock, its event stream and its end. Actors made from outside live below
/// <c>/user</c>.
/// </summary>
public sealed class ActorSystem : IActorRefFactory, IDisposable
{
    private readonly TaskCompletionSource _terminated = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TimerQueue _timers;
    private readonly ActorCell _user;
    private readonly ActorCell _system;
    private ActorCell? _noRoot;
    private long _lastTemp;

    private ActorSystem(string name, Config config, TimeProvider time)
    {
        (Name, Time) = (name, time);
        Address = new Address("akka", name);
        Settings = new Settings(config);
        EventStream = new EventStream();
        DeadLetters = new DeadLetterRef(this);
        _timers = new TimerQueue(time);
        Log = new BusLogging(this, name, typeof(ActorSystem));
        Scheduler = Settings.CreateScheduler(Log) ?? new DefaultScheduler(_timers, time);
        Root = new ActorCell(
            this, null, Props.Create(() => new RootGuardian()), new CellName("/"), inline: true);
        Root.Start();
        _user = Root.Spawn(Props.Create(() => new Guardian()), "user", inline: true);
        _system = Root.Spawn(Props.Create(() => new Guardian()), "system", inline: true);
    }

    public string Name { get; }
    public Settings Settings { get; }
    public EventStream EventStream { get; }
    public IActorRef DeadLetters { get; }
    public IScheduler Scheduler { get; }
    public ILoggingAdapter Log { get; }

    /// <summary>Completes when the last actor has ended.</summary>
    public Task WhenTerminated => _terminated.Task;

    internal Address Address { get; }
    internal ActorRegistry Registry { get; } = new();
    internal TimeProvider Time { get; }
    internal TimerQueue Timers => _timers;
    internal ActorCell Root { get; }
    internal ActorCell UserGuardian => _user;
    internal ActorCell SystemGuardian => _system;

    /// <summary>Anchor of selections into another system: nobody is found below it.</summary>
    internal ActorCell NoRoot => _noRoot ??= new ActorCell(this, null, Props.Empty, new CellName("/"));

    public static ActorSystem Create(string name) => Create(name, Config.Empty);

    public static ActorSystem Create(string name, Config config) => Create(name, config, TimeProvider.System);

    /// <summary>
    /// With a clock of its own, which drives all timers, timeouts and <c>Scheduler.Now</c>.
    /// </summary>
    public static ActorSystem Create(string name, Config config, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(timeProvider);
        if (string.IsNullOrEmpty(name) || !char.IsAsciiLetterOrDigit(name[0])
            || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new ArgumentException(
                $"Invalid ActorSystem name [{name}]: only letters, digits and inner '-' and '_' are legal.",
                nameof(name));
        }
        return new ActorSystem(name, config, timeProvider);
    }

    /// <summary>Throws when the system is ending.</summary>
    public IActorRef ActorOf(Props props, string? name = null) => _user.Spawn(props, name, inline: false);

    public ActorSelection ActorSelection(ActorPath actorPath)
    {
        ArgumentNullException.ThrowIfNull(actorPath);
        return ActorSelection(actorPath.ToString());
    }

    public ActorSelection ActorSelection(string actorPath) =>
        Kernel.ActorSelection.Parse(this, _user, actorPath);

    public void Stop(IActorRef actor) => _user.Stop(actor);

    /// <summary>Stops everything, <c>/user</c> first. Safe to call again.</summary>
    public Task Terminate()
    {
        Root.Stop(_user);
        return WhenTerminated;
    }

    /// <summary>Begins to terminate and does not wait.</summary>
    public void Dispose() => _ = Terminate();

    public override string ToString() => Root.Path.ToString();

    internal ActorPath NextTempPath() =>
        Root.Path / "temp" / PathElement.Anonymous(Interlocked.Increment(ref _lastTemp) - 1);

    internal void RootEnded()
    {
        _timers.Dispose();
        (Scheduler as IDisposable)?.Dispose();
        _terminated.TrySetResult();
    }
}
