using Broker.Actors.Channels;
using Broker.Actors.Tests.Persistence;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Cluster.EntityProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>The home of a stored channel over a journal that the spec directs.</summary>
public abstract class StoredStage : HomeStage
{
    private protected StoredStage(string settings = "")
        : this(settings, new JournalScript())
    {
    }

    private StoredStage(string settings, JournalScript journal)
        : base($"kinds.news {{ pattern = news, store = on, history-size-max = 3 }}, {settings}", journal)
    {
        (Journal, Alice, Writes) = (journal, CreateTestProbe("alice"), CreateTestProbe());
        journal.Probe = Writes;
    }

    private protected JournalScript Journal { get; }

    private protected TestProbe Alice { get; }

    /// <summary>Sees each write before it is stored.</summary>
    private protected TestProbe Writes { get; }

    private protected TestProbe Parent { get; private set; } = null!;

    private protected IActorRef Home { get; private set; } = ActorRefs.Nobody;

    /// <summary>Starts the home, after its predecessor has ended.</summary>
    private protected void Start()
    {
        Parent = CreateTestProbe();
        Home = Watch(Parent.ChildActorOf(StoredChannelActor.PropsFor(Around), "news"));
    }

    /// <summary>Starts the home with a node attached.</summary>
    private protected async Task StartWithAlice(long id = 10)
    {
        Start();
        Home.Tell(new Attach(News, Alice, id, Version: 1, Subscribers: 1));
        await Alice.ExpectMsgAsync<Attached>();
    }

    private protected static PublishBatch Batch(TestProbe node, long number, params string[] contents) =>
        HomeOfNews.Batch(node, HomeOfNews.AlicesFirst, number, contents);

    /// <summary>A write waits for what the spec decides.</summary>
    private protected async Task WriteHeld()
    {
        await Writes.ExpectMsgAsync<JournalScript.Writing>();
        await AwaitConditionAsync(() => Task.FromResult(Journal.IsSomethingHeld));
    }

    /// <summary>All that the home was told before has been done.</summary>
    private protected Task Settled() => Home.Ask<ActorIdentity>(new Identify(null));

    /// <summary>The home ends because it has nothing to do.</summary>
    private protected async Task Passivated()
    {
        Pass(Around.Settings.StoredIdleTimeout);
        await Parent.ExpectMsgAsync(Passivate.Instance);
        Home.Tell(StopEntity.Instance);
        await ExpectTerminatedAsync(Home);
    }
}
