using Broker.Hocon;

namespace Broker.Kernel.TestKit;

/// <summary>A system, a test actor in it whose messages the spec expects, and probes beside it.</summary>
public abstract class TestKitBase : Waiting, IActorRefFactory
{
    private static long _lastTestActor;

    private protected TestKitBase(
        ActorSystem? system, Config config, string? systemName, string? testActorName)
    {
        Sys = system ?? ActorSystem.Create(systemName ?? "test", config);
        TestKitSettings = new TestKitSettings(Sys.Settings.Config);
        EventFilter = new EventFilterFactory(this, Sys);
        var name = string.IsNullOrEmpty(testActorName)
            ? $"testActor{Interlocked.Increment(ref _lastTestActor)}"
            : testActorName;
        TestActor = Sys.SystemGuardian.Spawn(Props.Create(() => new TestActor(Inbox)), name, inline: true);
        Log = Logging.GetLogger(Sys, GetType());
        if (this is not TestProbe) CellKeepingContext.Install(this is INoImplicitSender
            ? null
            : (ActorCell)TestActor);
    }

    public ActorSystem Sys { get; }

    /// <summary>Receives what the spec expects, and is the sender of tells that name none.</summary>
    public IActorRef TestActor { get; }

    public EventFilterFactory EventFilter { get; }

    public ILoggingAdapter Log { get; }

    public sealed override TestKitSettings TestKitSettings { get; }

    public IActorRef ActorOf(Props props, string? name = null) => Sys.ActorOf(props, name);

    public IActorRef ActorOf<TActor>(string? name = null)
        where TActor : ActorBase, new() => Sys.ActorOf(Props.Create<TActor>(), name);

    public ActorSelection ActorSelection(ActorPath actorPath) => Sys.ActorSelection(actorPath);

    public ActorSelection ActorSelection(string actorPath) => Sys.ActorSelection(actorPath);

    public virtual TestProbe CreateTestProbe(string? name = null) => new(Sys, name);

    public virtual TestProbe CreateTestProbe(ActorSystem system, string? name = null) => new(system, name);

    /// <summary>Returns when the watch is in force.</summary>
    public IActorRef Watch(IActorRef actorToWatch) => WatchAsync(actorToWatch).GetAwaiter().GetResult();

    public async Task<IActorRef> WatchAsync(IActorRef actorToWatch)
    {
        await TestActor.Ask(new TestActorProtocol.Watch(actorToWatch), RemainingOrDefault).ConfigureAwait(
            false);
        return actorToWatch;
    }

    public IActorRef Unwatch(IActorRef actorToUnwatch) =>
        UnwatchAsync(actorToUnwatch).GetAwaiter().GetResult();

    public async Task<IActorRef> UnwatchAsync(IActorRef actorToUnwatch)
    {
        await TestActor.Ask(new TestActorProtocol.Unwatch(actorToUnwatch), RemainingOrDefault).ConfigureAwait(
            false);
        return actorToUnwatch;
    }

    /// <summary>What matches is not queued for expectations.</summary>
    public void IgnoreMessages(Func<object, bool> shouldIgnoreMessage) =>
        TestActor.Tell(new TestActorProtocol.Ignore(shouldIgnoreMessage));

    public void IgnoreMessages<TMsg>() => IgnoreMessages(message => message is TMsg);

    public void IgnoreNoMessages() => TestActor.Tell(new TestActorProtocol.Ignore(null));

    /// <summary>
    /// Starts an actor whose parent is the test actor, supervised by the given strategy's decider.
    /// </summary>
    public IActorRef ChildActorOf(
        Props props,
        string? name,
        SupervisorStrategy? supervisorStrategy,
        CancellationToken cancellationToken = default) =>
        ChildActorOfAsync(props, name, supervisorStrategy, cancellationToken).GetAwaiter().GetResult();

    public IActorRef ChildActorOf(
        Props props, SupervisorStrategy supervisorStrategy, CancellationToken cancellationToken = default) =>
        ChildActorOf(props, null, supervisorStrategy, cancellationToken);

    public IActorRef ChildActorOf(Props props, string name, CancellationToken cancellationToken = default) =>
        ChildActorOf(props, name, null, cancellationToken);

    public IActorRef ChildActorOf(Props props, CancellationToken cancellationToken = default) =>
        ChildActorOf(props, null, null, cancellationToken);

    public async Task<IActorRef> ChildActorOfAsync(
        Props props,
        string? name = null,
        SupervisorStrategy? supervisorStrategy = null,
        CancellationToken cancellationToken = default)
    {
        var spawn = new TestActorProtocol.Spawn(props, name, supervisorStrategy);
        return await TestActor.Ask<IActorRef>(spawn, RemainingOrDefault, cancellationToken).ConfigureAwait(
            false);
    }

    /// <summary>Ends the system and waits for it, by default up to five seconds.</summary>
    public virtual void Shutdown(TimeSpan? duration = null, bool verifySystemShutdown = false)
    {
        var ended = Sys.Terminate().Wait(duration ?? Dilated(TimeSpan.FromSeconds(5)));
        if (!ended
            && verifySystemShutdown) throw new TimeoutException($"Failed to stop [{Sys.Name}] in time.");
    }
}
