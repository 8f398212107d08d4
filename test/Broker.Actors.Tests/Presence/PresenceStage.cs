using Broker.Actors.Presence;
using static Broker.Actors.Presence.PresenceProtocol;

namespace Broker.Actors.Tests.Presence;

/// <summary>The presence of one node; the spec plays its store, its askers and the clock.</summary>
public abstract class PresenceStage : TestKit
{
    private static readonly PresenceOutcome Nothing = new([], [], [], [], []);

    private protected PresenceStage(string overlay = "")
        : base(TestConfigs.TestSchedulerConfig)
    {
        Calls = CreateTestProbe();
        Store = new ScriptedPresence(Calls.Ref);
        Settings = SpecSettings.Presence(overlay);
        Presence = Sys.ActorOf(PresenceActor.PropsFor(Store, Settings, Lease, Time));
    }

    private protected PresenceSettings Settings { get; }

    private protected FakeTimeProvider Time { get; } = SpecTime.NewClock();

    private protected NodeLease Lease { get; } = new();

    private protected TestProbe Calls { get; }

    private protected ScriptedPresence Store { get; }

    private protected IActorRef Presence { get; }

    private protected static Report Channel(string name, int count) => new(Area.Channels, name, count);

    private protected static Reported Elsewhere(string name, int count) => new(Area.Channels, name, count);

    private protected static Claim Name(string name) => new(Area.ClientNames, name);

    private protected async Task Join(long node = 1)
    {
        await Calls.ExpectMsgAsync<ScriptedPresence.Joining>();
        Store.Join(node);
    }

    /// <summary>Joins, and it has heard of that.</summary>
    private protected async Task Joined(long node = 1)
    {
        await Join(node);
        await AwaitAssertAsync(() => Assert.True(Lease.Holds));
    }

    /// <summary>The exchange fails for the first time, and it has heard of that.</summary>
    private protected async Task Fails()
    {
        await EventFilter.Warning(contains: "cannot be reached").ExpectOneAsync(() =>
        {
            Store.Fail();
            return Task.CompletedTask;
        });
        await Idle();
    }

    /// <summary>What the node tells and asks next; to be answered.</summary>
    private protected async Task Exchanging(string words, long node = 1)
    {
        var exchanging = await Calls.ExpectMsgAsync<ScriptedPresence.Exchanging>();
        Assert.Equal((node, words), (exchanging.Node, exchanging.Words));
    }

    private protected async Task Exchanges(string words, PresenceOutcome outcome, long node = 1)
    {
        await Exchanging(words, node);
        Store.Do(outcome);
    }

    private protected static PresenceOutcome Told(params int[] elsewhere) =>
        Nothing with { Elsewhere = elsewhere };

    private protected static PresenceOutcome Given(params bool[] claimed) =>
        Nothing with { Claimed = claimed };

    private protected static PresenceOutcome Lists(params string[] names) =>
        Nothing with { Listed = [names] };

    private protected static PresenceOutcome Finds(params bool[] found) => Nothing with { Found = found };

    private protected static PresenceOutcome Uses(params bool[] first) => Nothing with { FirstUses = first };

    private protected static PresenceOutcome Renewed => Nothing;

    /// <summary>Everything that was sent before has been dealt with.</summary>
    private protected async Task Idle()
    {
        Presence.Tell(new Identify("idle"), TestActor);
        await ExpectMsgAsync<ActorIdentity>();
    }

    private protected void Pass(TimeSpan time)
    {
        Time.Advance(time);
        ((TestScheduler)Sys.Scheduler).Advance(time);
    }
}
