namespace Broker.FaultLab.Histories;

/// <summary>What can be broken.</summary>
public enum FaultKind
{
    /// <summary>A node is ended by SIGKILL and started again after a while.</summary>
    Kill,

    /// <summary>A node stands still (SIGSTOP) for 4 s: not long enough to be removed.</summary>
    FreezeShort,

    /// <summary>A node stands still for 15 s, and goes on (SIGCONT) as if nothing had been.</summary>
    Freeze,

    /// <summary>All nodes but one stand still for 15 s and wake together.</summary>
    FreezeOthers,

    /// <summary>What two nodes send to each other goes nowhere for a while.</summary>
    LinkCut,

    /// <summary>The same in one direction.</summary>
    LinkCutOneWay,

    /// <summary>A link is cut for 1 s: too short for anyone to be removed.</summary>
    LinkBlink,

    /// <summary>One node is cut off from all others, not from its clients and the database.</summary>
    NodeAlone,

    /// <summary>A node is ended by SIGTERM and started again: one step of a rolling restart.</summary>
    Restart,

    /// <summary>One more node joins, stays for a while and leaves.</summary>
    Join,

    /// <summary>
    /// All nodes but one are ended by SIGTERM, one after the other. They start again at the same time.
    /// </summary>
    Shrink,

    /// <summary>A node is ended by SIGTERM and started again with this version of the server.</summary>
    Upgrade,

    /// <summary>A node is of an earlier version: from the beginning to the end of the last upgrade.</summary>
    EarlierVersion,

    /// <summary>A node's connections to the database end, and new ones are refused for a while.</summary>
    DatabaseRefused,

    /// <summary>What a node and the database say to each other goes nowhere for a while.</summary>
    DatabaseSilent,

    /// <summary>The database ends all its sessions.</summary>
    TerminateSessions,

    /// <summary>The database is restarted in order.</summary>
    RestartFast,

    /// <summary>The database is restarted as after a crash.</summary>
    RestartImmediate,

    /// <summary>The database stands still for a while.</summary>
    DatabasePaused,

    /// <summary>The database is away for a while.</summary>
    Outage,

    /// <summary>
    /// The database is gone, and an asynchronous standby that lacks the last second takes its place.
    /// </summary>
    Failover,
}
