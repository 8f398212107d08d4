using Broker.Actors.Delivery;
using Broker.Actors.Hub;
using Broker.Actors.Tests.Channels;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Connections.ConnectionProtocol;
using static Broker.Actors.Hub.HubProtocol;

namespace Broker.Actors.Tests.Connections;

public class ConnectionHubSpec : ConnectionStage
{
    private readonly PoisoningPool _pool = new();

    [Fact]
    public async Task Joining_takes_the_id_that_was_reserved()
    {
        Connection.Tell(new JoinHubRequest(Id("j"), 7));
        await Hub.ExpectMsgAsync(new Register(7));
        Connection.Tell(new Registered(7));

        await Answered("j:join 7", requests: 1);
    }

    [Fact]
    public async Task Joining_again_only_changes_what_is_received_at_that_place_of_the_order()
    {
        await JoinedHub();
        Together(Relayed("1"), Relayed("2"));
        Fake.Encoding = new LineEncoding { Prefix = "> " };
        Together(new JoinHubRequest(Id("k"), 7), Relayed("3"));

        await AwaitAssertAsync(() => Assert.Equal(5, Fake.Transport.Lines.Length));
        Assert.Equal(["j JoinHubDone", "1", "2", "k JoinHubDone", "> 3"], Fake.Transport.Lines);
        Assert.False(Hub.HasMessages);
    }

    [Fact]
    public async Task What_is_relayed_to_it_goes_into_its_outbox_after_the_answer_to_its_join()
    {
        Connection.Tell(new JoinHubRequest(Id("j"), 7));
        await Hub.ExpectMsgAsync<Register>();
        Together(new Registered(7), Relayed("a"), Relayed("b"));

        await AwaitAssertAsync(() => Assert.Equal(3, Fake.Transport.Lines.Length));
        Assert.Equal(["j JoinHubDone", "a", "b"], Fake.Transport.Lines);
        await AwaitAssertAsync(() => Assert.Equal((0, 0L), (_pool.Rented, Budget.Bytes)));
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
        var sent = await Hub.ExpectMsgAsync<Relay>();
        Assert.Equal([2UL, 3UL], sent.To);
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
        var sent = await Hub.ExpectMsgAsync<Relay>();
        foreach (var receivers in new[] { 1, 0, 1 }) sent.Contents.Settle(receivers);

        await Answered("1:taken 2", requests: 1);
    }

    [Fact]
    public async Task A_relay_leaves_behind_the_answers_before_it_and_ahead_of_what_is_asked_behind_it()
    {
        await JoinedHub();
        var answeredBefore = false;
        Fake.Transport.DuringSend = () => answeredBefore = !Hub.HasMessages;
        Together(
            new IdentifyRequest(Id("1")),
            Relay("2", new ScriptedRelay(_pool, "a"), 7),
            Relay("3", new ScriptedRelay(_pool, "b"), 7),
            Subscribe("4"));

        await Answered("1:id 7", requests: 1);
        Assert.True(answeredBefore);
        Assert.Equal("a\n", TextOf(await Hub.ExpectMsgAsync<Relay>()));
        Assert.Equal("b\n", TextOf(await Hub.ExpectMsgAsync<Relay>()));
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
        Assert.Equal(2, (await Hub.ExpectMsgAsync<Relay>()).To.Count);
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
        var sent = await Hub.ExpectMsgAsync<Relay>();
        Assert.Equal("a\nb\nc\n", TextOf(sent));
        sent.Contents.Settle(1);
        await Answered("1 2 3 :taken 1", requests: 1);

        var none = new ScriptedRelay(_pool, "f");
        Connection.Tell(Relay("6 ", none, 2));
        await Answered("6 :TooFast", requests: 1);
        Assert.Equal(1, none.Ends);

        Time.Advance(TimeSpan.FromSeconds(1));
        Connection.Tell(Relay("7 ", new ScriptedRelay(_pool, "g"), 2));
        await Hub.ExpectMsgAsync<Relay>();
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

        (await Hub.ExpectMsgAsync<Relay>()).Contents.Settle(1);
        Assert.Equal((1, 0L), (relay.Ends, Budget.Bytes));
    }

    private static RelayRequest Relay(string marks, RelayedContents contents, params ulong[] to) =>
        new(Id(marks), new HubReceivers(to), contents);

    private static string TextOf(Relay relay) => relay.Contents.EncodedFor(new LineEncoding()).Text();

    private Relayed Relayed(string line)
    {
        var relay = new ScriptedRelay(_pool, line);
        Assert.True(SpecSettings.Gate(Budget).TryEnter(relay, receivers: 1, ActorRefs.Nobody, "settled"));
        return new Relayed(relay);
    }

    private async Task JoinedHub()
    {
        Connection.Tell(new JoinHubRequest(Id("j"), 7));
        await Hub.ExpectMsgAsync<Register>();
        Connection.Tell(new Registered(7));
        await Answered("j:join 7", requests: 1);
    }
}
