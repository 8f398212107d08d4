using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using Broker.Actors.Journal;
using Broker.Actors.Telemetry;
using Broker.Actors.Tests.Connections;
using Broker.Actors.Tests.Journal;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Presence.PresenceProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>
/// One stored channel between a registry that is a probe, a journal that a spec can hold, and listeners whose
/// sockets are scripts. What a shared journal feeds is told when the spec says so.
/// </summary>
public abstract class StoredChannelStage : TestKit
{
    private readonly LineEncoding _encoding = new();
    private int _told;

    private protected StoredChannelStage()
        : base(TestConfigs.TestSchedulerConfig)
    {
        (Registry, Presence, Appends) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        Journal.Probe = Appends.Ref;
    }

    private protected HeldTime Time { get; } = new();

    private protected PendingBytesLimit Budget { get; } = new(bytesMax: 1 << 20);

    private protected FakeJournal Journal { get; } = new();

    private protected TestProbe Registry { get; }

    private protected TestProbe Presence { get; }

    /// <summary>Told of every append that the journal holds.</summary>
    private protected TestProbe Appends { get; }

    private protected IActorRef Channel { get; private set; } = ActorRefs.Nobody;

    private protected StreamName Stream { get; } = ChannelStream.NameOf(News);

    /// <summary>The contents that the journal has of the channel.</summary>
    private protected string[] Stored =>
        [.. Journal.Events.Where(one => one.Stream == Stream)
            .Select(one => Text(PublicationCodec.Read(one)!))];

    /// <summary>Starts the channel, with settings of its own, alone or on one of several nodes.</summary>
    private protected void Start(string overlay, bool isShared = false)
    {
        Journal.IsShared = isShared;
        var settings = SpecSettings.Channel(overlay) with { IsShared = isShared };
        var presence = isShared ? Presence.Ref : null;
        var around = new ChannelDependencies(
            settings, Budget, new BrokerMetrics(Time), Time, new ChannelStorage(Journal, "e1", presence));
        Channel = Registry.ChildActorOf(StoredChannelActor.PropsFor(News, around));
    }

    /// <summary>Its process has died; another one begins with what the journal has.</summary>
    private protected async Task Restart(string overlay, bool isShared = false)
    {
        Watch(Channel);
        Sys.Stop(Channel);
        await ExpectTerminatedAsync(Channel);
        Start(overlay, isShared);
    }

    private protected Listener Listener() => new(CreateTestProbe(), _encoding, new ScriptedTransport());

    private protected async Task<Listener> Subscriber(StreamPosition? since = null)
    {
        var listener = Listener();
        await Ask<Subscribed>(listener.Subscribe(since));
        return listener;
    }

    /// <summary>A publication that has its room in the budget, as every gateway takes it.</summary>
    private protected Publish Publish(string content, string? key = null)
    {
        var publish = new Publish(News, "alice", Channels.Listener.Bytes(content), IsText: true)
        {
            IdempotencyKey = key,
            Receipt = true,
        };
        Assert.True(Budget.TryEnter(publish.Content.Length));
        return publish;
    }

    private protected async Task<Receipt> Published(string content, string? key = null) =>
        (await Ask<Published>(Publish(content, key))).Receipt;

    private protected async Task<T> Ask<T>(object command)
    {
        Channel.Tell(command, TestActor);
        return await ExpectMsgAsync<T>();
    }

    /// <summary>All of these are in the mailbox before the channel sees the first of them.</summary>
    private protected void Together(params object[] messages) => Time.HoldWhile(() =>
    {
        // It asks for the time, so it holds the channel.
        Channel.Tell(Expire.Instance);
        foreach (var message in messages) Channel.Tell(message, TestActor);
    });

    /// <summary>Everything told so far has been handled, and whatever has its place is out.</summary>
    private protected Task Settled() => Ask<HistoryRead>(new ReadHistory(News, StreamPosition.Unknown));

    /// <summary>The feed brings what is new in the journal.</summary>
    private protected void Feed()
    {
        foreach (var recorded in Journal.Events.Skip(_told))
        {
            _told++;
            if (PublicationCodec.Read(recorded) is not { } stored) continue;
            Budget.Enter(stored.Publication.Content.Length);
            Channel.Tell(new Told(News, stored), TestActor);
        }
    }

    /// <summary>Another node has stored something.</summary>
    private protected void FromElsewhere(string content) => Journal.Smuggle(Stream, PublicationCodec.Write(
        Stream,
        new StoredPublication(
            new Publication(
                News, 0, SpecTime.Start, "bob", Channels.Listener.Bytes(content), IsText: true),
            Key: null, Origin: 7)));

    /// <summary>A listener that is in; nobody else is anywhere.</summary>
    private protected async Task<Listener> Joined(StreamPosition? since = null)
    {
        var listener = Listener();
        await Join(listener.Subscribe(since));
        return listener;
    }

    private protected async Task<Subscribed> Join(Subscribe subscribe)
    {
        Channel.Tell(subscribe, TestActor);
        await Presence.ExpectMsgAsync<Report>();
        Presence.Reply(new Reported(Area.Channels, "news", 0));
        return await ExpectMsgAsync<Subscribed>();
    }

    private protected void Pass(TimeSpan time)
    {
        Time.Advance(time);
        ((TestScheduler)Sys.Scheduler).Advance(time);
    }

    private static string Text(StoredPublication stored) =>
        System.Text.Encoding.UTF8.GetString(stored.Publication.Content.Span);
}
