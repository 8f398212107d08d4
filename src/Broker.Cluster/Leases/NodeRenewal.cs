using System.Collections.Concurrent;
using Broker.Cluster.Joining;
using Broker.Cluster.Postgres;
using Microsoft.Extensions.Logging;

namespace Broker.Cluster.Leases;

/// <summary>
/// Keeps this node's row: renews its lease, writes its state, and ends the nodes that the cluster has
/// removed. It runs from the moment that the node's address is known until the node has left.
/// </summary>
internal sealed class NodeRenewal : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentQueue<(string Address, long Uid)> _removed = new();
    private readonly NodeTable _table;
    private readonly NodeLease _lease;
    private readonly ILogger _logger;
    private readonly PeriodicTimer _timer;
    private readonly SemaphoreSlim _turn = new(1);
    private Task _running = Task.CompletedTask;
    private long _answeringSince = long.MinValue;
    private int _state;

    public NodeRenewal(
        NodeTable table,
        NodeIdentity node,
        NodeLease lease,
        TimeSpan interval,
        TimeProvider time,
        ILogger logger)
    {
        (_table, Node, _lease, _logger) = (table, node, lease, logger);
        _timer = new PeriodicTimer(interval, time);
    }

    public NodeIdentity Node { get; }

    public NodeState State
    {
        get => (NodeState)Volatile.Read(ref _state);
        set => Volatile.Write(ref _state, (int)value);
    }

    /// <summary>Cancelled when the others go on without this node: its process must start anew.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>For how long the database has answered without a failure; zero while it does not.</summary>
    public TimeSpan Answering
    {
        get
        {
            var since = Volatile.Read(ref _answeringSince);
            return since == long.MinValue ? TimeSpan.Zero : _lease.Now - new TimeSpan(since);
        }
    }

    public void Start() => _running = RunAsync();

    /// <summary>The cluster has removed a node that was down. It ends with the next renewal.</summary>
    public void Removed(string address, long uid) => _removed.Enqueue((address, uid));

    /// <summary>Renews once, now: after the state has changed.</summary>
    public async Task RenewAsync()
    {
        await _turn.WaitAsync(_stopped.Token);
        try
        {
            if (Answering == TimeSpan.Zero) await _table.ReplaceAsync(Node, _stopped.Token);
            var sentAt = await _table.RenewAsync(Node, State, () => _lease.Now, _stopped.Token);
            if (sentAt is { } sent) Renewed(sent);
            else End();
            await EndRemovedAsync();
        }
        catch (Exception e) when (NodeTable.IsAway(e))
        {
            if (Interlocked.Exchange(ref _answeringSince, long.MinValue) != long.MinValue)
                Log.RenewalFailed(_logger, e.Message);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The node has left: its lease ends, and its row with it.</summary>
    public async Task LeaveAsync()
    {
        State = NodeState.Ended;
        _lease.End();
        await DisposeAsync();
        try
        {
            await _table.EndAsync(Node.Id, CancellationToken.None);
        }
        catch (Exception e) when (NodeTable.IsAway(e))
        {
            // The lease runs out by itself.
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stopped.IsCancellationRequested) return;

        await _stopped.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _timer.Dispose();
    }

    private async Task RunAsync()
    {
        do await RenewAsync();
        while (!_lease.HasEnded && await _timer.WaitForNextTickAsync(_stopped.Token));
    }

    private void Renewed(TimeSpan sentAt)
    {
        _lease.Renewed(sentAt);
        if (Interlocked.CompareExchange(ref _answeringSince, sentAt.Ticks, long.MinValue) == long.MinValue)
            Log.LeaseHeld(_logger);
    }

    private void End()
    {
        if (_lease.HasEnded) return;

        _lease.End();
        Log.NodeEnded(_logger);
        _ended.Cancel();
    }

    private async Task EndRemovedAsync()
    {
        var removed = _removed.ToArray();
        if (removed.Length == 0) return;

        if (!await _table.TryEndAsync(Node.Id, removed, _stopped.Token)) return;
        for (var i = 0; i < removed.Length; i++) _removed.TryDequeue(out _);
    }
}
