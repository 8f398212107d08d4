namespace Broker.Kernel;

/// <summary>
/// The root: when <c>/user</c> has ended, for whatever reason, the rest of the system follows.
/// </summary>
internal sealed class RootGuardian : UntypedActor
{
    internal override void ChildStopped(ActorCell child)
    {
        if (ReferenceEquals(child, Cell.System.UserGuardian)) Cell.Stop(Cell.System.SystemGuardian);
        else Cell.Stop(Cell);
    }

    protected override void OnReceive(object message) => Unhandled(message);

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);
}
