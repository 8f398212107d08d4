using Broker.Actors.Journal;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// Follows the channels of a journal that nodes share and tells the registry what was published, by this node
/// too, in its order. While more waits in this process than may, it stops reading and goes on later where it
/// was: nothing is missed. It lives as long as the process.
/// </summary>
public sealed class ChannelFeedActor(IActorRef channels, IJournal journal, PublishBudget budget)
    : UntypedActor, IWithTimers
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PauseInterval = TimeSpan.FromMilliseconds(20);

    private Action _stop = () => { };
    private long? _position;

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(IActorRef channels, IJournal journal, PublishBudget budget) =>
        Props.Create(() => new ChannelFeedActor(channels, journal, budget));

    protected override void PreStart() => Follow();

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Followed m: _position = m.Position; break;
            case Paused: Wait(PauseInterval); break;
            case Ended m: Report(m); break;
            case Retry: Follow(); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PostStop() => _stop();

    private void Follow()
    {
        var (from, self, stopping) = (_position, Self, new CancellationTokenSource());
        _stop = stopping.Cancel;
        Task.Run(() => RunAsync(from, self, stopping.Token), stopping.Token)
            .PipeTo(Self, success: () => Paused.Instance, failure: cause => new Ended(cause));
    }

    private async Task RunAsync(long? from, IActorRef self, CancellationToken stopping)
    {
        var position = from ?? await journal.HeadAsync()
            ?? throw new IOException("the journal cannot be read");
        self.Tell(new Hole(null, position));
        await foreach (var one in journal.FollowAsync(position, ChannelStream.Prefix, stopping))
        {
            if (one is Recorded recorded && PublicationCodec.Read(recorded) is { } stored) Tell(stored);
            self.Tell(one);
            if (budget.IsFull) return;
        }
    }

    private void Tell(StoredPublication stored)
    {
        budget.Enter(stored.Publication.Content.Length);
        channels.Tell(new Told(stored.Publication.Channel, stored));
    }

    private void Report(Ended ended)
    {
        Context.GetLogger().Warning("The feed of channels broke off; it goes on: {0}", ended.Cause.Message);
        Wait(RetryInterval);
    }

    private void Wait(TimeSpan interval) =>
        Timers.StartSingleTimer(Retry.Instance, Retry.Instance, interval);

    private sealed record Ended(Exception Cause);

    private sealed record Paused
    {
        public static readonly Paused Instance = new();
    }

    private sealed record Retry
    {
        public static readonly Retry Instance = new();
    }
}
