using System.Diagnostics.CodeAnalysis;

namespace Broker.Actors.Channels;

/// <summary>
/// What a channel remembers: its history and its idempotency window. Neither takes memory before its first
/// use, and while anything is remembered the channel's actor stays.
/// </summary>
internal sealed class ChannelRetention(HistoryLimits limits, TimeSpan window, int keysMax)
{
    private History? _history;
    private IdempotencyWindow? _window;

    public bool IsEmpty => _history is not { IsEmpty: false } && _window is not { IsEmpty: false };

    /// <summary>When something is forgotten next, or null when nothing is remembered.</summary>
    public DateTimeOffset? NextExpiry =>
        (_history?.NextExpiry, _window?.NextExpiry) switch
        {
            ({ } h, { } w) => h < w ? h : w,
            var (h, w) => h ?? w,
        };

    public void Remember(Publication publication)
    {
        if (limits.Size > 0) (_history ??= new History(limits)).Append(publication);
    }

    public void Remember(string key, PendingReceipt first, DateTimeOffset now) =>
        (_window ??= new IdempotencyWindow(window, keysMax)).Add(key, first, now);

    /// <summary>See <see cref="IdempotencyWindow.Remove"/>.</summary>
    public void Forget(string key, PendingReceipt first) => _window?.Remove(key, first);

    /// <summary>See <see cref="History.Clear"/>.</summary>
    public void ForgetHistory() => _history?.Clear();

    /// <summary>The oldest offset that is kept, or null when none is.</summary>
    public long? OldestKept => _history?.Oldest;

    public bool TryFind(string key, [NotNullWhen(true)] out PendingReceipt? first)
    {
        first = null;
        return _window is not null && _window.TryFind(key, out first);
    }

    /// <summary>See <see cref="History.IsContinuous"/>.</summary>
    public bool IsContinuous(StreamPosition since, long last, string epoch) =>
        (_history ??= new History(limits)).IsContinuous(since, last, epoch);

    /// <summary>
    /// What a subscriber gets before it goes live: what follows its point, or all that is kept when its point
    /// is not one of this epoch.
    /// </summary>
    public Publication[] Missed(StreamPosition since, long last, string epoch)
    {
        if (_history is null) return [];

        var known = since.Offset <= last && (since.Epoch is null || since.Epoch == epoch);
        return _history.After(known ? since.Offset : 0);
    }

    public void Expire(DateTimeOffset now)
    {
        _history?.Expire(now);
        _window?.Expire(now);
    }
}
