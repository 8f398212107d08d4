namespace Broker.Kernel;

/// <summary>Where an actor is in its life. Later phases take less: the order matters.</summary>
internal enum CellPhase : byte
{
    /// <summary>Not constructed yet.</summary>
    New,
    Normal,

    /// <summary>Waits for children to end before it is made, or made again.</summary>
    AwaitingCreation,
    AwaitingRestart,

    /// <summary>Waits for children to end before it ends itself.</summary>
    Terminating,
    Terminated,
}
