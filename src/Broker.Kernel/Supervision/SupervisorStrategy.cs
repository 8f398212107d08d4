namespace Broker.Kernel;

/// <summary>
/// How a parent answers the failure of a child: a decider's verdict, applied to one child or to all.
/// </summary>
public abstract class SupervisorStrategy
{
    // Made before the strategies below, which use it.
    public static readonly IDecider DefaultDecider = Kernel.Decider.From(
        Directive.Restart,
        Directive.Stop.When<ActorInitializationException>(),
        Directive.Stop.When<ActorKilledException>(),
        Directive.Stop.When<DeathPactException>());

    /// <summary>
    /// Restarts the failed child, without limit; stops it when it could not be made or was killed.
    /// </summary>
    public static readonly SupervisorStrategy DefaultStrategy = new OneForOneStrategy(DefaultDecider);

    public static readonly OneForOneStrategy StoppingStrategy = new(_ => Directive.Stop);

    private protected SupervisorStrategy(
        int maxNrOfRetries, int withinTimeMilliseconds, IDecider decider, bool log) =>
        (MaxNumberOfRetries, WithinTimeRangeMilliseconds, Decider, LoggingEnabled) =
            (maxNrOfRetries, withinTimeMilliseconds, decider, log);

    public IDecider Decider { get; }

    /// <summary>Restarts a child may have, or have within the time range; -1 for no limit.</summary>
    public int MaxNumberOfRetries { get; }

    /// <summary>-1 for no time range: then restarts are counted over the whole life.</summary>
    public int WithinTimeRangeMilliseconds { get; }

    /// <summary>Whether failures are published as <see cref="LogEvent"/>s.</summary>
    protected bool LoggingEnabled { get; }

    /// <summary>False to escalate: the parent then fails with the child's cause.</summary>
    internal bool HandleFailure(ActorCell parent, ActorCell child, Exception cause)
    {
        var directive = Handle(child, cause);
        LogFailure(parent, child, cause, directive);
        switch (directive)
        {
            case Directive.Resume: child.SendSystem(new SystemMessage.Resume(cause)); return true;
            case Directive.Restart: Apply(parent, child, cause, restart: true); return true;
            case Directive.Stop: Apply(parent, child, cause, restart: false); return true;
            default: return false;
        }
    }

    protected virtual Directive Handle(IActorRef child, Exception exception) => Decider.Decide(exception);

    /// <summary>
    /// Carries out a restart or a stop. The failed child is suspended already, its siblings are not.
    /// </summary>
    private protected abstract void Apply(ActorCell parent, ActorCell child, Exception cause, bool restart);

    private protected bool MayRestart(ActorCell parent, ActorCell child) => parent.ChildMap!.RestartsOf(child)
        .Permits(MaxNumberOfRetries, WithinTimeRangeMilliseconds, parent.System.Time);

    private protected static int Milliseconds(TimeSpan? timeRange) =>
        (int)(timeRange ?? Timeout.InfiniteTimeSpan).TotalMilliseconds;

    private void LogFailure(ActorCell parent, ActorCell child, Exception cause, Directive directive)
    {
        if (!LoggingEnabled || directive == Directive.Escalate) return;

        var reason = cause is ActorInitializationException { InnerException: { } inner } ? inner : cause;
        var source = child.Path.ToString();
        parent.Log(directive == Directive.Resume
            ? new Warning(cause, source, GetType(), reason.Message)
            : new Error(cause, source, GetType(), reason.Message));
    }
}
