using Broker.Actors.Channels;
using Broker.Actors.Connections;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Connections.ConnectionProtocol;
using static Broker.Actors.Hub.HubProtocol;

namespace Broker.Actors.Tests.Connections;

/// <summary>
/// A connection that ends tells everything that knows of it, because nothing watches it. What it tells
/// follows what it asked before on the same way.
/// </summary>
public class ConnectionEndSpec : ConnectionStage
{
    [Fact]
    public async Task It_leaves_every_channel_and_then_its_registry()
    {
        await Joined("a", "b");
        Connection.Tell(Disconnect.Instance);

        await Leaves("a", "b");
        await Registry.ExpectMsgAsync(new ConnectionEnded(Fake, "alice"));
        Assert.False(Hub.HasMessages);
    }

    [Fact]
    public async Task It_leaves_a_channel_that_has_not_answered_its_subscribe_yet()
    {
        await Joined("a");
        Together(Subscribe("1", "b"), Disconnect.Instance);

        await Channels.ExpectMsgAsync<Subscribe>();
        await Leaves("a", "b");
    }

    [Fact]
    public async Task It_leaves_a_channel_whose_answer_waits_unread()
    {
        Connection.Tell(Subscribe("1", "a"));
        await Channels.ExpectMsgAsync<Subscribe>();
        Together(Disconnect.Instance, SubscribedTo("a"));

        await Leaves("a");
    }

    [Fact]
    public async Task It_leaves_a_channel_that_has_not_answered_its_unsubscribe_yet()
    {
        await Joined("a");
        Together(Unsubscribe("1", "a"), Disconnect.Instance);

        await Channels.ExpectMsgAsync<Unsubscribe>();
        await Leaves("a");
    }

    [Fact]
    public async Task It_does_not_leave_a_channel_that_it_has_left_or_never_asked_for()
    {
        await Joined("a", "b");
        Connection.Tell(Unsubscribe("1", "a"));
        await Channels.ExpectMsgAsync<Unsubscribe>();
        Together(new Unsubscribed(Names.Channel("a")), Disconnect.Instance, Subscribe("2", "c"));

        await Leaves("b");
        await Registry.ExpectMsgAsync<ConnectionEnded>();
        Assert.False(Channels.HasMessages);
    }

    [Fact]
    public async Task A_failed_one_leaves_as_one_that_was_closed()
    {
        await Joined("a");
        Connection.Tell(Subscribe("1", "b"));
        await Channels.ExpectMsgAsync<Subscribe>();
        Fake.OnClose = () =>
        {
            Fake.OnClose = null;
            throw new InvalidOperationException("the connection fails");
        };
        Connection.Tell(new SlowConsumer(Names.Channel("a")));

        await Port.ExpectMsgAsync(new FakePort.Closed(CloseReason.Failed));
        await Leaves("a", "b");
        await Registry.ExpectMsgAsync(new ConnectionEnded(Fake, "alice"));
    }

    [Fact]
    public async Task It_leaves_even_when_its_port_fails_at_its_end()
    {
        await Joined("a");
        Fake.OnClose = () => throw new InvalidOperationException("the port is broken");
        Connection.Tell(new SlowConsumer(Names.Channel("a")));

        await Leaves("a");
        await Registry.ExpectMsgAsync(new ConnectionEnded(Fake, "alice"));
    }

    [Fact]
    public async Task Its_publications_have_their_results_before_it_leaves()
    {
        await Joined("a");
        Together(Publish("1", channel: "a"), Disconnect.Instance);
        await Connection.Ask<ActorIdentity>(new Identify(null));
        Assert.False(Channels.HasMessages);

        await Settled();
        await Answered("1:ok", requests: 1);
        await Leaves("a");
    }

    [Fact]
    public async Task A_client_of_the_hub_leaves_it()
    {
        Connection.Tell(new JoinHubRequest(Id("j"), 7));
        await Hub.ExpectMsgAsync<Register>();
        Connection.Tell(new Registered(7));
        Connection.Tell(Disconnect.Instance);

        await LeavesHub();
    }

    [Fact]
    public async Task A_client_leaves_the_hub_that_has_not_answered_yet()
    {
        Together(new JoinHubRequest(Id("j"), 7), Disconnect.Instance);

        await Hub.ExpectMsgAsync<Register>();
        await LeavesHub();
    }

    [Fact]
    public async Task One_that_is_stopped_before_it_was_opened_tells_nobody()
    {
        var unopened = Registry.ChildActorOf(ConnectionActor.PropsFor(
            SpecSettings.Surroundings(new NodeActors(), Hub, Budget)));
        Watch(unopened);
        Sys.Stop(unopened);

        await ExpectTerminatedAsync(unopened);
        Assert.False(Registry.HasMessages);
    }

    private async Task Leaves(params string[] channels)
    {
        foreach (var channel in channels)
            await Channels.ExpectMsgAsync(new SubscriberStopped(Names.Channel(channel), Connection));
    }

    private async Task LeavesHub()
    {
        await Hub.ExpectMsgAsync(new Leave(7));
        await Registry.ExpectMsgAsync<ConnectionEnded>();
    }
}
