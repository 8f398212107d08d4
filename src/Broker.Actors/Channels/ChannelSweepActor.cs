using Broker.Actors.Persistence;

namespace Broker.Actors.Channels;

/// <summary>
/// Trims what is too old of stored channels that no one opens; a channel with an actor trims itself. At each
/// interval it goes through all of them, some at a time and with pauses. Of several nodes one does it at a
/// time. It lives as long as the process.
/// </summary>
internal sealed class ChannelSweepActor : UntypedActor, IWithTimers
{
    internal const int PageMax = 200;

    // A process that is restarted often sweeps too, but not while it starts.
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMinutes(1);

    // Leaves the store to others: a million channels take some minutes.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly ChannelSettings _settings;
    private readonly ChannelStore _store;
    private readonly TimeProvider _time;
    private CancellationToken _stopping;
    private Action _stop = () => { };
    private string _after = "";
    private int _trimmed;

    public ChannelSweepActor(ChannelSettings settings, ChannelStore store, TimeProvider time) =>
        (_settings, _store, _time) = (settings, store, time);

    public ITimerScheduler Timers { get; set; } = null!;

    private IChannelTables Tables => _store.Tables;

    public static Props PropsFor(ChannelSettings settings, ChannelStore store, TimeProvider time) =>
        Props.Create(() => new ChannelSweepActor(settings, store, time));

    protected override void PreStart()
    {
        var stopping = new CancellationTokenSource();
        (_stopping, _stop) = (stopping.Token, stopping.Cancel);
        WakeIn(_settings.SweepInterval < FirstDelay ? _settings.SweepInterval : FirstDelay);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Wake: Look(); break;
            case Page m: Trim(m.Channels); break;
            case Trimmed m: _trimmed += m.Events; WakeIn(Pause); break;
            case Failed m: Context.GetLogger().Debug("The sweep stops: {0}", m.Cause.Message); End(); break;
            case GivenBack: End(); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PostStop() => _stop();

    private void Look()
    {
        if (!_store.SweepsHere())
        {
            End();
            return;
        }

        Tables.ReadAsync(_after, PageMax, _stopping).PipeTo(
            Self, success: channels => new Page(channels), failure: cause => new Failed(cause));
    }

    private void Trim(IReadOnlyList<StoredChannel> channels)
    {
        if (channels.Count == 0)
        {
            GiveBack();
            return;
        }

        _after = channels[^1].PersistenceId;
        var now = _time.GetUtcNow();
        (string PersistenceId, DateTimeOffset Before)[] old =
        [
            .. from channel in channels
               let before = now - WantedFor(channel.PersistenceId)
               where channel.TrimmableSince < before
               select (channel.PersistenceId, before),
        ];
        if (old.Length == 0) WakeIn(Pause);
        else
        {
            Tables.TrimAsync(old, _stopping).PipeTo(
                Self, success: events => new Trimmed(events), failure: cause => new Failed(cause));
        }
    }

    // A hash does not say which kind its channel is of: the longest age of all is right for each.
    private TimeSpan WantedFor(string persistenceId)
    {
        var age = PersistenceIds.TryParse(persistenceId, PersistenceIds.ChannelKind, out var name)
            && ChannelName.TryRestore(name, out var channel)
                ? _settings.KindOf(channel).History.Age
                : _settings.Kinds.Max(kind => kind.History.Age);
        var repeats = 2 * _settings.PublishTimeout;
        return new[] { age, repeats, _settings.IdempotencyWindow }.Max();
    }

    private void GiveBack()
    {
        if (_trimmed > 0) Context.GetLogger().Debug("The sweep has deleted {0} events", _trimmed);
        Tables.GiveBackAsync(_stopping).PipeTo(
            Self, success: () => GivenBack.Instance, failure: cause => new Failed(cause));
    }

    private void End()
    {
        (_after, _trimmed) = ("", 0);
        WakeIn(_settings.SweepInterval);
    }

    private void WakeIn(TimeSpan time) => Timers.StartSingleTimer(Wake.Instance, Wake.Instance, time);

    private sealed record Page(IReadOnlyList<StoredChannel> Channels);

    private sealed record Trimmed(int Events);

    private sealed record Failed(Exception Cause);

    private sealed record Wake
    {
        public static readonly Wake Instance = new();
    }

    private sealed record GivenBack
    {
        public static readonly GivenBack Instance = new();
    }
}
