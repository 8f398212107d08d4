using Broker.FaultLab.Clients;
using Broker.FaultLab.Histories;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab.Faults;

/// <summary>Breaks one thing after the other and waits until it is well.</summary>
internal sealed class Injector
{
    private const int NotReady = 599;

    private static readonly TimeSpan RecoveryMax = TimeSpan.FromSeconds(60);

    private readonly LabServers _servers;
    private readonly Recorder _recorder;
    private readonly Random _choices;
    private readonly IReadOnlyList<FaultKind> _kinds;
    private readonly bool _isInOrder;
    private readonly int _pause;
    private readonly FaultKind? _always;

    public Injector(LabServers servers, Recorder recorder, Random choices, Scenario scenario)
    {
        (_servers, _recorder, _choices) = (servers, recorder, choices);
        (_isInOrder, _pause, _always) = (scenario.IsInOrder, scenario.Pause, scenario.Always);
        _kinds = [.. scenario.Kinds.Where(IsPossible)];
    }

    public async Task RunAsync(CancellationToken stop)
    {
        await BreakAllAsync(stop);
        var upgrades = _recorder.All<Fault>().Where(fault => fault.Kind is FaultKind.Upgrade).ToList();
        if (upgrades.Count == 0) return;

        _recorder.Add(new Fault(
            FaultKind.EarlierVersion,
            [.. _servers.Nodes.Select(node => node.Number)],
            new Interval(TimeSpan.Zero, upgrades.Max(one => one.Time.End))));
    }

    private async Task BreakAllAsync(CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            if (_kinds.Count == 0 || (_isInOrder && number == _kinds.Count)) return;

            await Pause.ForAsync(TimeSpan.FromSeconds(_isInOrder ? _pause : AnyPause()), stop);
            if (stop.IsCancellationRequested) return;

            if (_isInOrder) await BreakAsync(_kinds[number], _always, number % _servers.Nodes.Count);
            else await BreakAsync();
        }
    }

    // Now and then so long that nothing excuses anything any more.
    private int AnyPause() => _choices.Next(4) == 0 ? _choices.Next(30, 45) : _choices.Next(2, 12);

    private Task BreakAsync(FaultKind kind, FaultKind? also, int node) => Task.WhenAll(
        BreakAsync(kind, node, new Random(_choices.Next())),
        also is { } second ? BreakAsync(second, node, new Random(_choices.Next())) : Task.CompletedTask);

    private async Task BreakAsync()
    {
        var (kind, node) = (_kinds[_choices.Next(_kinds.Count)], _choices.Next(_servers.Nodes.Count));
        var (alsoKind, alsoNode) = (_kinds[_choices.Next(_kinds.Count)], OtherThan(node));
        var isTwo = _choices.Next(4) == 0 && alsoNode != node && alsoKind != kind
            && Breaker.NodesOf(kind, node, alsoNode, _servers.Nodes.Count).Count < 2
            && Breaker.NodesOf(alsoKind, alsoNode, node, _servers.Nodes.Count) is [var touched]
            && touched == alsoNode;
        // Each has choices of its own, for the two go on at once.
        await Task.WhenAll(
            BreakAsync(kind, node, new Random(_choices.Next())),
            isTwo ? BreakAsync(alsoKind, alsoNode, new Random(_choices.Next())) : Task.CompletedTask);
    }

    /// <summary>Breaks this, mends it, and waits for what was touched to be ready.</summary>
    private async Task BreakAsync(FaultKind kind, int node, Random times)
    {
        if (kind is FaultKind.Failover) await _servers.PrepareStandbyAsync();
        var other = (node + times.Next(1, Math.Max(2, _servers.Nodes.Count))) % _servers.Nodes.Count;
        var nodes = Breaker.NodesOf(kind, node, other, _servers.Nodes.Count);
        var begin = _recorder.Clock.Now;
        await new Breaker(_servers, _recorder, times).ActAsync(kind, nodes);
        var touched = _servers.Nodes.Where(one => nodes.Count == 0 || nodes.Contains(one.Number));
        var ready = await Task.WhenAll(touched.Select(
            one => Pause.UntilAsync(one.IsReadyAsync, RecoveryMax, CancellationToken.None)));
        var fault = new Fault(kind, nodes, new Interval(begin, _recorder.Clock.Now));
        _recorder.Add(fault);
        Console.WriteLine($"{begin.TotalSeconds,8:f1} s  {kind} of {(nodes.Count == 0 ? "the database"
            : $"node {string.Join(", ", nodes)}")}, until {fault.Time.End.TotalSeconds:f1} s");
        if (ready.Contains(false))
            _recorder.Answered("recovery", node, begin, NotReady, $"not ready {RecoveryMax} after {kind}");
    }

    private bool IsPossible(FaultKind kind)
    {
        if (Scenario.NeedsLinks(kind)) return _servers.Network.HasLinks && _servers.Nodes.Count > 1;

        return kind switch
        {
            FaultKind.Join => _servers.Spare is not null,
            FaultKind.FreezeOthers or FaultKind.Shrink => _servers.Nodes.Count > 1,
            >= FaultKind.DatabaseRefused => _servers.Database is not null,
            _ => true,
        };
    }

    private int OtherThan(int node) =>
        (node + _choices.Next(1, _servers.Nodes.Count + 1)) % _servers.Nodes.Count;
}
