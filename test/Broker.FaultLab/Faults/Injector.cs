using Broker.FaultLab.Clients;
using Broker.FaultLab.Histories;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Faults;

/// <summary>Breaks one thing after the other, as the seed decides, and waits until it is well.</summary>
internal sealed class Injector(
    LabServers servers, Recorder recorder, Random choices, IReadOnlyList<FaultKind> kinds)
{
    private static readonly TimeSpan RecoveryMax = TimeSpan.FromSeconds(60);

    private readonly bool _isShared = servers.Database is not null;

    public async Task RunAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            // Now and then so long that nothing excuses anything any more.
            var pause = choices.Next(4) == 0 ? choices.Next(30, 45) : choices.Next(2, 12);
            await Pause.ForAsync(TimeSpan.FromSeconds(pause), stop);
            if (stop.IsCancellationRequested) return;

            var (kind, node) = (kinds[choices.Next(kinds.Count)], choices.Next(servers.Nodes.Count));
            var (alsoKind, alsoNode) = (kinds[choices.Next(kinds.Count)], OtherThan(node));
            var isTwo = choices.Next(4) == 0 && alsoNode != node && IsOfNode(alsoKind);
            // Each has choices of its own, for the two go on at once.
            await Task.WhenAll(
                BreakAsync(kind, node, new Random(choices.Next())),
                isTwo ? BreakAsync(alsoKind, alsoNode, new Random(choices.Next())) : Task.CompletedTask);
        }
    }

    /// <summary>Breaks this, mends it, and waits for what was touched to be ready.</summary>
    private async Task BreakAsync(FaultKind kind, int node, Random times)
    {
        var begin = recorder.Clock.Now;
        var isOfNode = IsOfNode(kind);
        await ActAsync(kind, node, times);
        var touched = isOfNode ? [servers.Nodes[node]] : servers.Nodes;
        var ready = await Task.WhenAll(touched.Select(
            one => Pause.UntilAsync(one.IsReadyAsync, RecoveryMax, CancellationToken.None)));
        var fault = new Fault(
            kind, isOfNode ? node : Fault.AllNodes, new Interval(begin, recorder.Clock.Now));
        recorder.Add(fault);
        Console.WriteLine($"{begin.TotalSeconds,8:f1} s  {kind}{(isOfNode ? $" of node {node}" : "")}, until "
            + $"{fault.Time.End.TotalSeconds:f1} s");
        if (ready.Contains(false))
            recorder.Answered("recovery", node, begin, 599, $"not ready {RecoveryMax} after {kind}");
    }

    private async Task ActAsync(FaultKind kind, int number, Random times)
    {
        var node = servers.Nodes[number];
        switch (kind)
        {
            case FaultKind.Kill:
                await node.KillAsync();
                await WaitAsync(times, 2, 15);
                node.Start();
                break;
            case FaultKind.Freeze:
                node.Freeze();
                await WaitAsync(times, 15, 16);
                node.Thaw();
                break;
            case FaultKind.CutRefused when _isShared:
                servers.Links[number].Refuse();
                await WaitAsync(times, 2, 20);
                servers.Links[number].Open();
                break;
            case FaultKind.CutSilent when _isShared:
                await BeSilentAsync(servers.Links[number], times);
                break;
            case FaultKind.TerminateSessions when _isShared:
                await servers.Database!.TerminateBackendsAsync();
                break;
            case FaultKind.RestartFast or FaultKind.RestartImmediate or FaultKind.Outage when _isShared:
                await servers.Database!.StopAsync(isImmediate: kind is FaultKind.RestartImmediate);
                if (kind is FaultKind.Outage) await WaitAsync(times, 3, 20);
                await servers.Database.StartAsync();
                break;
        }
    }

    // Half of the time what was said meanwhile arrives late, else never.
    private static async Task BeSilentAsync(DatabaseLink link, Random times)
    {
        link.Mute();
        await WaitAsync(times, 2, 25);
        if (times.Next(2) == 0) link.Reset();
        link.Open();
    }

    private static bool IsOfNode(FaultKind kind) =>
        kind is FaultKind.Kill or FaultKind.Freeze or FaultKind.CutRefused or FaultKind.CutSilent;

    private int OtherThan(int node) =>
        (node + choices.Next(1, servers.Nodes.Count + 1)) % servers.Nodes.Count;

    private static Task WaitAsync(Random times, int secondsMin, int secondsMax) =>
        Pause.ForAsync(TimeSpan.FromSeconds(times.Next(secondsMin, secondsMax)), CancellationToken.None);
}
