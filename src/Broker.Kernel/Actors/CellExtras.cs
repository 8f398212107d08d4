namespace Broker.Kernel;

/// <summary>What only few actors need at any time, kept out of the cell so that an idle one stays small.</summary>
internal sealed class CellExtras
{
    /// <summary>Who failed: the actor itself, or the child whose failure it escalates. Null while all is well.</summary>
    public ActorCell? Perpetrator { get; set; }

    /// <summary>Why the actor is being restarted, while that waits for children to end.</summary>
    public Exception? RestartCause { get; set; }

    /// <summary>System messages that have to wait until the actor is out of its failure.</summary>
    public List<SystemMessage>? Deferred { get; set; }

    public SupervisorStrategy? Strategy { get; set; }

    public ActorBase? StrategyOwner { get; set; }

    /// <summary>The instance failed right after a restart; it is not asked to prepare the next one.</summary>
    public bool IsCleared { get; set; }

    public ReceiveTimer? ReceiveTimer { get; set; }
}
