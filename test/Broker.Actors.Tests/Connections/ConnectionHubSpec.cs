using Broker.Actors.Delivery;
using Broker.Actors.Hub;
using Broker.Actors.Presence;
using Broker.Actors.Tests.Channels;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Connections.ConnectionProtocol;
using static Broker.Actors.Hub.HubProtocol;

namespace Broker.Actors.Tests.Connections;

public class ConnectionHubSpec : ConnectionStage
{
    private readonly PoisoningPool _pool = new();

    [Fact]
    public async Task Joining_takes_an_id_and_then_the_inbox_where_the_channel_greets()
    {
        Connection.Tell(new JoinHubRequest(Id("j"), 7));
        await Hub.ExpectMsgAsync(new Register(7));
        Connection.Tell(new Registered(7));

        var subscribe = await Channels.ExpectMsgAsync<Subscribe>();
        Assert.Equal("$hub.7", subscribe.Channel.Value);
        Assert.Equal("j JoinHubDone\n"u8.ToArray(), subscribe.Greeting!(SubscribedTo("x")).ToArray());
        Assert.Equal((Connection, Fake.Outbox), (subscribe.Subscriber, subscribe.Outbox));
        Connection.Tell(SubscribedToInbox());
        await Port.ExpectMsgAsync(new FakePort.Done(1));
    }

    [Fact]
    public async Task Joining_again_only_changes_what_the_inbox_looks_like()
    {
        await JoinedHub();
        Fake.Encoding = new LineEncoding();
        Connection.Tell(new JoinHubRequest(Id("k"), 7));

        var subscribe = await Channels.ExpectMsgAsync<Subscribe>();
        Assert.Equal("$hub.7", subscribe.Channel.Value);
        Assert.Same(Fake.Encoding, subscribe.Encoding);
        Assert.Equal("k JoinHubDone\n"u8.ToArray(), subscribe.Greeting!(SubscribedTo("x")).ToArray());
        Assert.False(Hub.HasMessages);
    }

    [Fact]
    public async Task The_inbox_is_no_channel_of_the_client()
    {
        Start("channels-max = 1");
        await JoinedHub();
        await Joined("news");
        Connection.Tell(Mine("1"));

        await Answered("1:[news]", requests: 1);
    }

    [Fact]
    public async Task Where_the_inbox_is_refused_the_next_try_keeps_the_id()
    {
        Connection.Tell(new JoinHubRequest(Id("1"), 7));
        await Hub.ExpectMsgAsync<Register>();
        Connection.Tell(new Registered(7));
        var inbox = (await Channels.ExpectMsgAsync<Subscribe>()).Channel;
        Connection.Tell(new Rejected(inbox, RejectReason.TooManyChannels));
        await Answered("1:BrokerFull", requests: 1);

        Connection.Tell(new JoinHubRequest(Id("2"), 7));
        Assert.Equal("$hub.7", (await Channels.ExpectMsgAsync<Subscribe>()).Channel.Value);
        Assert.False(Hub.HasMessages);
    }

    [Fact]
    public async Task Answers_what_it_is_called_who_else_is_there_and_what_it_hears_in_the_order_of_requests()
    {
        await JoinedHub();
        Together(
            new IdentifyRequest(Id("1")),
            new EchoRequest(Id("2"), Id("hi")),
            new ListClientsRequest(Id("3")),
            new IdentifyRequest(Id("4")));
        await Answered("1:id 7 2:echo hi", requests: 2);
        await Hub.ExpectMsgAsync(new ListClients(7));
        Connection.Tell(new Clients([2, 30]));

        await Answered("3:[2,30] 4:id 7", requests: 2);
    }

    [Fact]
    public async Task Where_the_other_nodes_cannot_be_asked_lists_are_refused_and_the_rest_goes_on()
    {
        await JoinedHub();
        Together(new ListClientsRequest(Id("1")), new ListRequest(Id("2"), ListScope.All), Mine("3"));
        await Hub.ExpectMsgAsync(new ListClients(7));
        Connection.Tell(PresenceProtocol.Unavailable.Instance);
        await Channels.ExpectMsgAsync<ListChannels>();
        await Answered("1:Unavailable", requests: 1);
        Connection.Tell(PresenceProtocol.Unavailable.Instance);

        await Answered("2:Unavailable 3:[]", requests: 2);
    }

    [Fact]
    public async Task Who_has_not_joined_is_nobody_to_the_hub_but_may_hear_its_echo()
    {
        var relay = new ScriptedRelay(_pool, "x");
        Together(
            new IdentifyRequest(Id("1")),
            new ListClientsRequest(Id("2")),
            Relay("3", relay, 1),
            new EchoRequest(Id("4"), Id("hi")));

        await Answered("1:NotSubscribed 2:NotSubscribed 3:NotSubscribed 4:echo hi", requests: 4);
        Assert.Equal((1, 0L), (relay.Ends, Budget.Bytes));
    }

    [Fact]
    public async Task A_relay_is_dealt_with_when_it_has_settled_and_holds_up_nothing_until_then()
    {
        await JoinedHub();
        var relay = new ScriptedRelay(_pool, "x");
        Connection.Tell(Relay("1", relay, 2, 3, 2));
        var sent = await Channels.ExpectMsgAsync<Relay>();
        Assert.Equal(["$hub.2", "$hub.3"], sent.To.Select(inbox => inbox.Value));
        Connection.Tell(new IdentifyRequest(Id("2")));
        await Answered("2:id 7", requests: 1);

        sent.Contents.Settle(1);
        sent.Contents.Settle(0);
        await Port.ExpectMsgAsync(new FakePort.Done(1));
        Assert.Equal((1, 0L), (relay.Ends, Budget.Bytes));
    }

    [Fact]
    public async Task A_receipt_says_how_many_took_it()
    {
        await JoinedHub();
        Connection.Tell(Relay("1", new ScriptedRelay(_pool, "x"), 2, 3, 4) with { Receipt = true });
        var sent = await Channels.ExpectMsgAsync<Relay>();
        foreach (var receivers in new[] { 1, 0, 1 }) sent.Contents.Settle(receivers);

        await Answered("1:taken 2", requests: 1);
    }

    [Fact]
    public async Task A_relay_leaves_behind_the_answers_before_it_and_ahead_of_what_is_asked_behind_it()
    {
        await JoinedHub();
        var answeredBefore = false;
        Fake.Transport.DuringSend = () => answeredBefore = !Channels.HasMessages;
        Together(
            new IdentifyRequest(Id("1")),
            Relay("2", new ScriptedRelay(_pool, "a"), 7),
            Relay("3", new ScriptedRelay(_pool, "b"), 7),
            Subscribe("4"));

        await Answered("1:id 7", requests: 1);
        Assert.True(answeredBefore);
        Assert.Equal("a\n", TextOf(await Channels.ExpectMsgAsync<Relay>()));
        Assert.Equal("b\n", TextOf(await Channels.ExpectMsgAsync<Relay>()));
        await Channels.ExpectMsgAsync<Subscribe>();
    }

    [Fact]
    public async Task Receivers_over_the_limit_are_refused_as_they_were_written()
    {
        Start(hub: "receivers-max = 2");
        await JoinedHub();
        var (wide, fits) = (new ScriptedRelay(_pool, "x"), new ScriptedRelay(_pool, "y"));
        Together(Relay("1", wide, 2, 2, 2), Relay("2", fits, 2, 3));

        await Answered("1:TooManyReceivers", requests: 1);
        Assert.Equal(2, (await Channels.ExpectMsgAsync<Relay>()).To.Count);
        Assert.Equal((1, 0), (wide.Ends, fits.Ends));
    }

    [Fact]
    public async Task Of_a_relay_too_fast_goes_what_may_and_the_rest_is_refused_by_its_marks()
    {
        Start(hub: "relays-per-second-max = 3");
        await JoinedHub();
        var relay = new ScriptedRelay(_pool, "a", "b", "c", "d", "e");
        Connection.Tell(Relay("1 2 3 4 5 ", relay, 2) with { Receipt = true });

        // Not counted: the request is dealt with only when what went has settled.
        await Port.ExpectMsgAsync(new FakePort.Sent("4 5 :TooFast"));
        var sent = await Channels.ExpectMsgAsync<Relay>();
        Assert.Equal("a\nb\nc\n", TextOf(sent));
        sent.Contents.Settle(1);
        await Answered("1 2 3 :taken 1", requests: 1);

        var none = new ScriptedRelay(_pool, "f");
        Connection.Tell(Relay("6 ", none, 2));
        await Answered("6 :TooFast", requests: 1);
        Assert.Equal(1, none.Ends);

        Time.Advance(TimeSpan.FromSeconds(1));
        Connection.Tell(Relay("7 ", new ScriptedRelay(_pool, "g"), 2));
        await Channels.ExpectMsgAsync<Relay>();
    }

    [Fact]
    public async Task A_relay_that_has_no_room_is_answered_busy()
    {
        await JoinedHub();
        var relay = new ScriptedRelay(_pool, new string('x', 1000));
        Connection.Tell(Relay("1", relay, 2));

        await Answered("1:Busy", requests: 1);
        Assert.Equal((1, 0L), (relay.Ends, Budget.Bytes));
    }

    [Fact]
    public async Task A_relay_that_settles_behind_its_sender_s_end_still_gives_everything_back()
    {
        await JoinedHub();
        var relay = new ScriptedRelay(_pool, "x");
        Watch(Connection);
        Together(Relay("1", relay, 2), Disconnect.Instance);
        await ExpectTerminatedAsync(Connection);

        (await Channels.ExpectMsgAsync<Relay>()).Contents.Settle(1);
        Assert.Equal((1, 0L), (relay.Ends, Budget.Bytes));
    }

    private static RelayRequest Relay(string marks, RelayedContents contents, params ulong[] to) =>
        new(Id(marks), new HubReceivers(to), contents);

    private static string TextOf(Relay relay) => relay.Contents.EncodedFor(new LineEncoding()).Text();

    private static Subscribed SubscribedToInbox() => new(HubReceivers.InboxOf(7), 1, 0, "epoch");

    private async Task JoinedHub()
    {
        Connection.Tell(new JoinHubRequest(Id("j"), 7));
        await Hub.ExpectMsgAsync<Register>();
        Connection.Tell(new Registered(7));
        await Channels.ExpectMsgAsync<Subscribe>();
        Connection.Tell(SubscribedToInbox());
        await Port.ExpectMsgAsync(new FakePort.Done(1));
    }
}
