using Broker.FaultLab.Clients;
using Broker.FaultLab.Histories;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Faults;

/// <summary>Breaks one thing and mends it.</summary>
internal sealed class Breaker(LabServers servers, Recorder recorder, Random times)
{
    private const int UnplannedExit = 599;

    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(40);

    /// <summary>What a fault touches; none of the nodes where it is the database of all.</summary>
    public static IReadOnlyList<int> NodesOf(FaultKind kind, int node, int other, int count) => kind switch
    {
        FaultKind.LinkCut or FaultKind.LinkCutOneWay or FaultKind.LinkBlink => [node, other],
        FaultKind.FreezeOthers or FaultKind.Shrink =>
            [.. Enumerable.Range(0, count).Where(one => one != node)],
        FaultKind.Join => [count],
        FaultKind.TerminateSessions or FaultKind.RestartFast or FaultKind.RestartImmediate
            or FaultKind.DatabasePaused or FaultKind.Outage or FaultKind.Failover => [],
        _ => [node],
    };

    public Task ActAsync(FaultKind kind, IReadOnlyList<int> nodes) => kind switch
    {
        FaultKind.Kill => KillAsync(servers.Nodes[nodes[0]]),
        FaultKind.FreezeShort => FreezeAsync(nodes, 4),
        FaultKind.Freeze or FaultKind.FreezeOthers => FreezeAsync(nodes, 15),
        FaultKind.LinkCut => CutAsync(Both(nodes[0], nodes[1]), SecondsOf(5, 30)),
        FaultKind.LinkCutOneWay => CutAsync([(nodes[0], nodes[1])], SecondsOf(5, 30)),
        FaultKind.LinkBlink => CutAsync(Both(nodes[0], nodes[1]), 1),
        FaultKind.NodeAlone => CutAsync(
            servers.Nodes.Where(one => one.Number != nodes[0])
                .SelectMany(one => Both(nodes[0], one.Number)).ToList(),
            SecondsOf(5, 30)),
        FaultKind.Restart => RestartAsync(servers.Nodes[nodes[0]]),
        FaultKind.Join => JoinAsync(),
        FaultKind.Shrink => ShrinkAsync(nodes),
        FaultKind.Upgrade => UpgradeAsync(servers.Nodes[nodes[0]]),
        _ => ActOnDatabaseAsync(kind, nodes),
    };

    private Task ActOnDatabaseAsync(FaultKind kind, IReadOnlyList<int> nodes) => kind switch
    {
        FaultKind.DatabaseRefused => RefuseAsync(servers.Links[nodes[0]]),
        FaultKind.DatabaseSilent => BeSilentAsync(servers.Links[nodes[0]]),
        FaultKind.TerminateSessions => servers.Database!.TerminateBackendsAsync(),
        FaultKind.RestartFast => StopDatabaseAsync(isImmediate: false, seconds: 0),
        FaultKind.RestartImmediate => StopDatabaseAsync(isImmediate: true, seconds: 0),
        FaultKind.Outage => StopDatabaseAsync(isImmediate: false, SecondsOf(3, 20)),
        FaultKind.DatabasePaused => PauseDatabaseAsync(),
        FaultKind.Failover => servers.FailOverAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private async Task KillAsync(ServerNode node)
    {
        await node.KillAsync();
        await WaitAsync(SecondsOf(2, 20));
        node.Start();
    }

    private async Task FreezeAsync(IReadOnlyList<int> nodes, int seconds)
    {
        foreach (var node in nodes) servers.Nodes[node].Freeze();
        await WaitAsync(seconds);
        foreach (var node in nodes) servers.Nodes[node].Thaw();
    }

    private async Task CutAsync(IReadOnlyList<(int From, int To)> links, int seconds)
    {
        foreach (var (from, to) in links) servers.Network.Cut(from, to);
        await WaitAsync(seconds);
        foreach (var (from, to) in links) servers.Network.Mend(from, to);
    }

    private async Task RestartAsync(ServerNode node)
    {
        await StopAsync(node);
        node.Start();
    }

    private Task UpgradeAsync(ServerNode node)
    {
        node.Program = ServerProgram.Path;
        return RestartAsync(node);
    }

    private async Task ShrinkAsync(IReadOnlyList<int> nodes)
    {
        foreach (var node in nodes) await StopAsync(servers.Nodes[node]);
        await WaitAsync(SecondsOf(5, 10));
        foreach (var node in nodes) servers.Nodes[node].Start();
    }

    private async Task JoinAsync()
    {
        var spare = servers.Spare!;
        spare.Start();
        if (!await Pause.UntilAsync(spare.IsReadyAsync, StopMax, CancellationToken.None))
            recorder.Answered("join", spare.Number, recorder.Clock.Now, UnplannedExit, "is not ready");
        await WaitAsync(SecondsOf(5, 20));
        await StopAsync(spare);
    }

    private async Task StopAsync(ServerNode node)
    {
        using var limit = new CancellationTokenSource(StopMax);
        var begin = recorder.Clock.Now;
        var code = await node.StopAsync(limit.Token);
        if (code != 0) recorder.Answered("stop", node.Number, begin, UnplannedExit, $"exit code {code}");
    }

    private async Task RefuseAsync(DatabaseLink link)
    {
        link.Refuse();
        await WaitAsync(SecondsOf(2, 20));
        link.Open();
    }

    // Half of the time what was said meanwhile arrives late, else never.
    private async Task BeSilentAsync(DatabaseLink link)
    {
        link.Mute();
        await WaitAsync(SecondsOf(2, 25));
        if (times.Next(2) == 0) link.Reset();
        link.Open();
    }

    private async Task StopDatabaseAsync(bool isImmediate, int seconds)
    {
        await servers.Database!.StopAsync(isImmediate);
        await WaitAsync(seconds);
        await servers.Database.StartAsync();
    }

    private async Task PauseDatabaseAsync()
    {
        await servers.Database!.PauseAsync();
        await WaitAsync(SecondsOf(2, 20));
        await servers.Database.ResumeAsync();
    }

    private static (int From, int To)[] Both(int one, int other) => [(one, other), (other, one)];

    private int SecondsOf(int min, int max) => times.Next(min, max);

    private static Task WaitAsync(int seconds) =>
        Pause.ForAsync(TimeSpan.FromSeconds(seconds), CancellationToken.None);
}
