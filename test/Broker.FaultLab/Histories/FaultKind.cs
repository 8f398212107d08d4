namespace Broker.FaultLab.Histories;

/// <summary>What can be broken.</summary>
public enum FaultKind
{
    /// <summary>A node is ended by SIGKILL and started again after a while.</summary>
    Kill,

    /// <summary>A node is stopped (SIGSTOP) and goes on (SIGCONT) as if nothing had been.</summary>
    Freeze,

    /// <summary>A node's connections to the database end, and new ones are refused for a while.</summary>
    CutRefused,

    /// <summary>What a node and the database say to each other goes nowhere for a while.</summary>
    CutSilent,

    /// <summary>The database ends all its sessions.</summary>
    TerminateSessions,

    /// <summary>The database is restarted in order.</summary>
    RestartFast,

    /// <summary>The database is restarted as after a crash.</summary>
    RestartImmediate,

    /// <summary>The database is away for a while.</summary>
    Outage,
}
