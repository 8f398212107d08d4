using Broker.FaultLab.Histories;

namespace Broker.FaultLab;

/// <summary>What is broken in a run, and on what.</summary>
/// <param name="Name">For the command line.</param>
/// <param name="IsShared">Nodes on PostgreSQL, or one on SQLite.</param>
/// <param name="Kinds">What is broken; nothing when empty.</param>
/// <param name="IsInOrder">Each of the kinds once, then the run ends; otherwise as the seed chooses.</param>
/// <param name="Always">What is broken together with each of them.</param>
/// <param name="Pause">Seconds before each of those that come in order.</param>
public sealed record Scenario(
    string Name, bool IsShared, IReadOnlyList<FaultKind> Kinds, bool IsInOrder = false,
    FaultKind? Always = null, int Pause = 3)
{
    private static readonly FaultKind[] Links =
        [FaultKind.LinkCut, FaultKind.LinkCutOneWay, FaultKind.LinkBlink, FaultKind.NodeAlone];

    private static readonly FaultKind[] NotInAll =
        [FaultKind.Failover, FaultKind.Shrink, FaultKind.Upgrade, FaultKind.EarlierVersion];

    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("all", true, [.. Enum.GetValues<FaultKind>().Except(NotInAll)]),
        new("calm", true, []),
        new("kill", true, [FaultKind.Kill]),
        new("freeze", true, [FaultKind.FreezeShort, FaultKind.Freeze, FaultKind.FreezeOthers]),
        new("links", true, Links),
        new("planned", true, [FaultKind.Restart, FaultKind.Restart, FaultKind.Restart, FaultKind.Join]),
        new("scale", true, [FaultKind.Shrink, FaultKind.Shrink], IsInOrder: true, Pause: 10),
        new("upgrade", true, [FaultKind.Upgrade, FaultKind.Upgrade, FaultKind.Upgrade],
            IsInOrder: true, Pause: 10),
        new("cut", true, [FaultKind.DatabaseRefused, FaultKind.DatabaseSilent]),
        new("database", true,
        [
            FaultKind.TerminateSessions, FaultKind.RestartFast, FaultKind.RestartImmediate,
            FaultKind.DatabasePaused, FaultKind.Outage,
        ]),
        new("failover", true, [FaultKind.Failover]),
        new("disaster", true,
        [
            FaultKind.DatabasePaused, FaultKind.RestartImmediate, FaultKind.Failover, FaultKind.Outage,
        ], IsInOrder: true, Always: FaultKind.Kill),
        new("sqlite", false, [FaultKind.Kill, FaultKind.FreezeShort]),
        new("short", true, [FaultKind.Kill, FaultKind.NodeAlone, FaultKind.Freeze], IsInOrder: true),
        new("pair", true, [FaultKind.LinkCut, FaultKind.Freeze, FaultKind.Kill], IsInOrder: true),
    ];

    public static bool NeedsLinks(FaultKind kind) => Links.Contains(kind);
}
