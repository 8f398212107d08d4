using Broker.FaultLab.Histories;

namespace Broker.FaultLab;

/// <summary>What is broken in a run, and on what.</summary>
/// <param name="Name">For the command line.</param>
/// <param name="IsShared">Nodes on PostgreSQL, or one on SQLite.</param>
/// <param name="Kinds">What is broken; nothing when empty.</param>
public sealed record Scenario(string Name, bool IsShared, IReadOnlyList<FaultKind> Kinds)
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("all", true, Enum.GetValues<FaultKind>()),
        new("calm", true, []),
        new("kill", true, [FaultKind.Kill]),
        new("freeze", true, [FaultKind.Freeze]),
        new("cut", true, [FaultKind.CutRefused, FaultKind.CutSilent]),
        new("database", true,
        [
            FaultKind.TerminateSessions, FaultKind.RestartFast, FaultKind.RestartImmediate, FaultKind.Outage,
        ]),
        new("sqlite", false, [FaultKind.Kill, FaultKind.Freeze]),
    ];
}
