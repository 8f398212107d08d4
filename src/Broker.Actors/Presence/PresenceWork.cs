using static Broker.Actors.Presence.PresenceProtocol;

namespace Broker.Actors.Presence;

/// <summary>
/// What is to be told and asked at the next exchange. Reports are state: of each key only the latest number
/// waits, and with it all who wait for an answer about it.
/// </summary>
internal sealed class PresenceWork
{
    private readonly Dictionary<PresenceKey, ToReport> _reports = [];
    private readonly Queue<PresenceKey> _reportOrder = new();
    private readonly Dictionary<PresenceKey, PresenceWait?> _claims = [];
    private readonly Queue<PresenceKey> _claimOrder = new();
    private readonly Queue<PresenceWait> _questions = new();

    public bool IsEmpty => _reports.Count == 0 && _claims.Count == 0 && _questions.Count == 0;

    /// <summary>
    /// The latest number of a key; whoever waits for an earlier one gets this one's answer.
    /// </summary>
    public void Report(PresenceKey key, int count, PresenceWait? wait = null)
    {
        var report = Find(key);
        report.Count = count;
        if (wait is not null) (report.Waits ??= []).Add(wait);
    }

    /// <param name="key">What is claimed.</param>
    /// <param name="wait">Null for a key that this node had and wants back.</param>
    public void Claim(PresenceKey key, PresenceWait? wait)
    {
        if (_claims.TryAdd(key, wait)) _claimOrder.Enqueue(key);
        else if (_claims[key] is not { IsOver: false }) _claims[key] = wait;
        else if (wait is not null) wait.Answer = new Taken(key.Area, key.Key);
    }

    /// <summary>It is given up: it is not wanted back.</summary>
    public void DropReclaim(PresenceKey key)
    {
        if (_claims.TryGetValue(key, out var wait) && wait is null) _claims.Remove(key);
    }

    public void Ask(PresenceWait wait) => _questions.Enqueue(wait);

    /// <summary>What goes now, up to so many of each kind; the rest waits for the next one.</summary>
    public PresenceExchange Take(int keysMax)
    {
        var exchange = new PresenceExchange();
        for (var i = 0; i < keysMax && _reportOrder.TryDequeue(out var key); i++)
            if (_reports.Remove(key, out var report)) exchange.Add(key, report.Count, report.Waits);
        for (var i = 0; i < keysMax && _claimOrder.TryDequeue(out var key); i++)
            if (_claims.Remove(key, out var wait) && wait is not { IsOver: true }) exchange.Add(key, wait);
        for (var i = 0; i < keysMax && _questions.TryDequeue(out var wait); i++)
            if (!wait.IsOver) exchange.Add(wait);
        return exchange;
    }

    /// <summary>
    /// A report that may not have been stored; a later number of the same key stands for it. Who waits no
    /// more is left out: this may go on for long.
    /// </summary>
    public void PutBack(PresenceKey key, int count, List<PresenceWait>? waits)
    {
        if (!_reports.ContainsKey(key)) Report(key, count);
        if (waits is null) return;

        var report = Find(key);
        report.Waits = [.. waits.Concat(report.Waits ?? []).Where(wait => !wait.IsOver)];
    }

    private ToReport Find(PresenceKey key)
    {
        if (_reports.TryGetValue(key, out var report)) return report;

        report = new ToReport();
        _reports.Add(key, report);
        _reportOrder.Enqueue(key);
        return report;
    }

    private sealed class ToReport
    {
        public int Count { get; set; }

        public List<PresenceWait>? Waits { get; set; }
    }
}
