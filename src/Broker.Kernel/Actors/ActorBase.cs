namespace Broker.Kernel;

/// <summary>
/// The root of all actors: one message at a time, hooks around its life. Made only by the engine, from
/// <see cref="Props"/>; <c>new</c> outside of it throws <see cref="ActorInitializationException"/>.
/// </summary>
public abstract class ActorBase
{
    private readonly ActorCell _cell;

    protected ActorBase()
    {
        _cell = ActorCell.TakeForConstruction();
        if (this is IWithTimers withTimers) withTimers.Timers = new TimerScheduler(_cell);
        if (this is IWithStash withStash) withStash.Stash = new StashBuffer(_cell);
    }

    /// <summary>Of the running actor; throws <see cref="NotSupportedException"/> anywhere else.</summary>
    protected static IActorContext Context => ActorCell.RunningCell();

    protected IActorRef Self => _cell;

    protected IActorRef Sender => Context.Sender;

    protected static Receive EmptyReceive { get; } = _ => false;

    internal ActorCell Cell => _cell;

    internal SupervisorStrategy Strategy => Cell.StrategyOf(this);

    /// <summary>The behaviour before any <c>Become</c>; false means the message was not handled.</summary>
    protected abstract bool Receive(object message);

    /// <summary>
    /// For a message the actor does not know. A <see cref="Terminated"/> throws
    /// <see cref="DeathPactException"/>; anything else is published as <see cref="UnhandledMessage"/>.
    /// </summary>
    protected virtual void Unhandled(object message)
    {
        if (message is Terminated terminated) throw new DeathPactException(terminated.ActorRef);
        Context.System.EventStream.Publish(new UnhandledMessage(message, Sender, Self));
    }

    /// <summary>
    /// Runs before the first message of a first incarnation, and by default of every other one.
    /// </summary>
    protected virtual void PreStart()
    {
    }

    /// <summary>Runs after the last message, when all children are gone.</summary>
    protected virtual void PostStop()
    {
    }

    /// <summary>
    /// Runs on the failed instance, with the message it failed on. By default stops all children and
    /// calls <see cref="PostStop"/>.
    /// </summary>
    protected virtual void PreRestart(Exception reason, object message)
    {
        foreach (var child in Context.GetChildren())
        {
            Context.Unwatch(child);
            Context.Stop(child);
        }
        PostStop();
    }

    /// <summary>
    /// Runs on the fresh instance after a restart. By default calls <see cref="PreStart"/>.
    /// </summary>
    protected virtual void PostRestart(Exception reason) => PreStart();

    /// <summary>What to do about failing children; asked once per incarnation, when first needed.</summary>
    protected virtual SupervisorStrategy SupervisorStrategy() => Kernel.SupervisorStrategy.DefaultStrategy;

    protected void Become(Receive receive) => Context.Become(receive);

    protected void BecomeStacked(Receive receive) => Context.BecomeStacked(receive);

    protected void UnbecomeStacked() => Context.UnbecomeStacked();

    protected void SetReceiveTimeout(TimeSpan? timeout) => Context.SetReceiveTimeout(timeout);

    /// <summary>For guardians: a child has ended.</summary>
    internal virtual void ChildStopped(ActorCell child)
    {
    }

    internal bool Deliver(object message) => Receive(message);

    internal void DeliverUnhandled(object message) => Unhandled(message);

    internal void RunPreStart() => PreStart();

    internal void RunPostRestart(Exception reason) => PostRestart(reason);

    internal SupervisorStrategy CreateStrategy() => SupervisorStrategy();

    internal void RunPreRestart(Exception reason, object? message)
    {
        CancelTimers();
        PreRestart(reason, message!);
    }

    internal void RunPostStop()
    {
        CancelTimers();
        PostStop();
    }

    /// <summary>
    /// This instance is done. What is stashed is not lost: it goes back to the mailbox, for the next
    /// incarnation or the dead letters.
    /// </summary>
    internal void Release()
    {
        if (this is IWithStash { Stash: { } stash }) stash.UnstashAll();
        (this as IDisposable)?.Dispose();
    }

    private void CancelTimers()
    {
        if (this is IWithTimers { Timers: { } timers }) timers.CancelAll();
    }
}
