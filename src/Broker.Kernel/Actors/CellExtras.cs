namespace Broker.Kernel;

/// <summary>
/// What only few actors need at any time, kept out of the cell so that an idle one stays small.
/// </summary>
internal sealed class CellExtras
{
    private SupervisorStrategy? _strategy;
    private ActorBase? _strategyOwner;

    /// <summary>
    /// Who failed: the actor itself, or the child whose failure it escalates. Null while all is well.
    /// </summary>
    public ActorCell? Perpetrator { get; set; }

    /// <summary>Why the actor is being restarted, while that waits for children to end.</summary>
    public Exception? RestartCause { get; set; }

    /// <summary>System messages that have to wait until the actor is out of its failure.</summary>
    public List<SystemMessage>? Deferred { get; set; }

    /// <summary>The instance failed right after a restart; it is not asked to prepare the next one.</summary>
    public bool IsCleared { get; set; }

    public ReceiveTimer? ReceiveTimer { get; set; }

    /// <summary>Asked once per incarnation; what the props say goes before what the actor says.</summary>
    public SupervisorStrategy StrategyOf(ActorBase actor, Props props)
    {
        if (_strategy is null || !ReferenceEquals(_strategyOwner, actor))
            (_strategy, _strategyOwner) = (props.SupervisorStrategy ?? actor.CreateStrategy(), actor);
        return _strategy;
    }
}
