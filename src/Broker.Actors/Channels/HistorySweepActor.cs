using Broker.Actors.Journal;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// Trims what is too old of channels that nobody asks for: a channel with an actor does that itself. It reads
/// all channels of the journal for that, now and then. It lives as long as the process.
/// </summary>
public sealed class HistorySweepActor(IJournal journal, ChannelSettings settings, TimeProvider time)
    : UntypedActor, IWithTimers
{
    private static readonly StreamName Marks = StreamName.Parse($"{ChannelStream.Prefix}$marks");

    private Action _stop = () => { };
    private bool _isSweeping;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(IJournal journal, ChannelSettings settings, TimeProvider time) =>
        Props.Create(() => new HistorySweepActor(journal, settings, time));

    protected override void PreStart() =>
        Timers.StartPeriodicTimer(Sweep.Instance, Sweep.Instance, settings.SweepInterval);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Sweep when !_isSweeping: Begin(); break;
            case Sweep: break;
            case Swept m: End(m.Cause); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PostStop() => _stop();

    private void Begin()
    {
        _isSweeping = true;
        var stopping = new CancellationTokenSource();
        _stop = stopping.Cancel;
        Task.Run(() => SweepAsync(stopping.Token), stopping.Token)
            .PipeTo(Self, success: () => new Swept(null), failure: cause => new Swept(cause));
    }

    private void End(Exception? cause)
    {
        _isSweeping = false;
        if (cause is not null)
            Context.GetLogger().Warning("Old publications were not all trimmed: {0}", cause.Message);
    }

    // Up to a mark of its own: the journal need not have an end.
    private async Task SweepAsync(CancellationToken stopping)
    {
        var mark = await JournalMark.StoreAsync(journal, Marks, Durability.Memory);
        var now = time.GetUtcNow();
        var old = new Dictionary<StreamName, long>();
        await foreach (var one in journal.FollowAsync(0, ChannelStream.Prefix, stopping))
        {
            if (one is Recorded recorded && IsOld(recorded, now)) old[recorded.Stream] = recorded.Version;
            if (one.Position >= mark) break;
        }

        foreach (var (stream, version) in old) await journal.TrimAsync(new Trim(stream, version + 1));
    }

    private bool IsOld(Recorded recorded, DateTimeOffset now)
    {
        if (recorded.Stream == Marks) return true;
        if (PublicationCodec.Read(recorded)?.Publication is not { } publication) return false;

        var kind = settings.KindOf(publication.Channel);
        var age = kind.KeepsHistory ? kind.History.Age : TimeSpan.Zero;
        return publication.SentAt + (age > settings.StoredLag ? age : settings.StoredLag) <= now;
    }

    private sealed record Sweep
    {
        public static readonly Sweep Instance = new();
    }

    private sealed record Swept(Exception? Cause);
}
