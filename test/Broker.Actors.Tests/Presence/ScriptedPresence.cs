using Broker.Actors.Presence;

namespace Broker.Actors.Tests.Presence;

/// <summary>A store that says what it is asked, and answers when the spec says so.</summary>
internal sealed class ScriptedPresence(IActorRef probe) : IPresenceStore
{
    private TaskCompletionSource<long>? _join;
    private TaskCompletionSource<PresenceOutcome?>? _exchange;

    public Task<long> JoinAsync()
    {
        _join = Begun<long>();
        probe.Tell(Joining.Instance);
        return _join.Task;
    }

    public Task<PresenceOutcome?> ExchangeAsync(long node, PresenceBatch batch)
    {
        _exchange = Begun<PresenceOutcome?>();
        probe.Tell(new Exchanging(node, batch));
        return _exchange.Task;
    }

    public Task LeaveAsync(long node)
    {
        probe.Tell(new Leaving(node));
        return Task.CompletedTask;
    }

    public void Join(long node) => _join!.SetResult(node);

    public void FailToJoin() => _join!.SetException(new IOException("away"));

    public void Do(PresenceOutcome? outcome) => _exchange!.SetResult(outcome);

    public void Fail() => _exchange!.SetException(new IOException("away"));

    private TaskCompletionSource<T> Begun<T>()
    {
        Assert.False(_join is { Task.IsCompleted: false }, "two calls at one time");
        Assert.False(_exchange is { Task.IsCompleted: false }, "two calls at one time");
        return new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    internal sealed record Joining
    {
        public static readonly Joining Instance = new();
    }

    internal sealed record Exchanging(long Node, PresenceBatch Batch)
    {
        /// <summary>All of it in words: <c>key=count</c>, <c>+claim</c>, <c>?list</c>, <c>/find</c>,
        /// <c>!token</c>.</summary>
        public string Words => string.Join(' ',
        [
            .. Batch.Reports.Select(report => $"{report.Key}={report.Count}"),
            .. Batch.Claims.Select(claim => $"+{claim.Key}"),
            .. Batch.Lists.Select(area => $"?{area}"),
            .. Batch.Finds.Select(find => $"/{find.Key}"),
            .. Batch.Tokens.Select(token => $"!{token.Id}"),
        ]);
    }

    internal sealed record Leaving(long Node);
}
