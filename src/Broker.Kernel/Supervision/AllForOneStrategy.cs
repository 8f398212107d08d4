namespace Broker.Kernel;

/// <summary>
/// Deals with all children when one fails: for siblings that cannot go on without each other.
/// </summary>
public class AllForOneStrategy : SupervisorStrategy
{
    public AllForOneStrategy(
        int? maxNrOfRetries, TimeSpan? withinTimeRange, Func<Exception, Directive> localOnlyDecider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), localOnlyDecider)
    {
    }

    public AllForOneStrategy(int? maxNrOfRetries, TimeSpan? withinTimeRange, IDecider decider)
        : this(maxNrOfRetries ?? -1, Milliseconds(withinTimeRange), decider)
    {
    }

    public AllForOneStrategy(
        int maxNrOfRetries,
        int withinTimeMilliseconds,
        Func<Exception, Directive> localOnlyDecider,
        bool loggingEnabled = true)
        : this(maxNrOfRetries, withinTimeMilliseconds, new LocalOnlyDecider(localOnlyDecider), loggingEnabled)
    {
    }

    public AllForOneStrategy(
        int maxNrOfRetries,
        int withinTimeMilliseconds,
        IDecider decider,
        bool loggingEnabled = true)
        : base(maxNrOfRetries, withinTimeMilliseconds, decider, loggingEnabled)
    {
    }

    public AllForOneStrategy(Func<Exception, Directive> localOnlyDecider)
        : this(-1, -1, localOnlyDecider)
    {
    }

    public AllForOneStrategy(IDecider decider)
        : this(-1, -1, decider)
    {
    }

    private protected override void Apply(ActorCell parent, ActorCell child, Exception cause, bool restart)
    {
        var children = parent.Children;
        if (restart && children.All(each => MayRestart(parent, each)))
        {
            foreach (var each in children) Restart(each, cause, suspendFirst: !ReferenceEquals(each, child));
        }
        else
        {
            foreach (var each in children) parent.Stop(each);
        }
    }

    private static void Restart(ActorCell child, Exception cause, bool suspendFirst)
    {
        if (suspendFirst) child.SendSystem(new SystemMessage.Suspend());
        child.SendSystem(new SystemMessage.Recreate(cause));
    }
}
