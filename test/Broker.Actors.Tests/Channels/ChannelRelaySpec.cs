using Broker.Actors.Channels;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

public class ChannelRelaySpec : ChannelStage
{
    private readonly PoisoningPool _pool = new();
    private readonly TestProbe _sender;

    public ChannelRelaySpec() => _sender = CreateTestProbe();

    [Fact]
    public async Task What_comes_alone_goes_out_as_the_bytes_it_is()
    {
        var (alice, bob) = (await Subscriber(), await Subscriber());
        alice.Transport.Room = bob.Transport.Room = 0;
        var relay = await Relayed("one", "two");

        Assert.Equal(2, relay.Receivers);
        // Settled, and yet in use: both outboxes hold the one array.
        Assert.Equal((1, 1), (relay.Ends, _pool.Rented));
        alice.Transport.WriteAll();
        Assert.Equal(1, _pool.Rented);
        bob.Transport.WriteAll();
        Assert.Equal(0, _pool.Rented);
        Assert.Equal(["one", "two"], alice.Lines);
        Assert.Equal(["one", "two"], bob.Lines);
    }

    [Fact]
    public async Task Small_ones_that_wait_together_share_one_send_and_each_is_settled()
    {
        var alice = await Subscriber();
        ScriptedRelay[] relays = [New("a"), New("b", "c"), New("d")];
        Together([.. relays.Select(relay => Command(relay))]);
        await Settled();

        Assert.Equal(["a", "b", "c", "d"], alice.Lines);
        Assert.Equal(1, alice.Transport.Sends);
        Assert.All(relays, relay => Assert.Equal((1, 1), (relay.Receivers, relay.Ends)));
        for (var i = 0; i < 3; i++) await _sender.ExpectMsgAsync("settled");
    }

    [Fact]
    public async Task Large_ones_are_not_copied_together_and_keep_their_place()
    {
        var alice = await Subscriber();
        var large = new string('L', 16 * 1024);
        Together(
            Command(New("a")), Command(New("b")),
            Command(New(large)), Command(New(large)), Command(New("c")));
        await Settled();

        Assert.Equal(["a", "b", large, large, "c"], alice.Lines);
        Assert.Equal(4, alice.Transport.Sends);
    }

    [Fact]
    public async Task A_copy_is_no_larger_than_a_batch()
    {
        Start("batch-bytes-max = 100");
        var alice = await Subscriber();
        var relays = Enumerable.Range(0, 5).Select(i => New(new string((char)('a' + i), 40))).ToArray();
        Together([.. relays.Select(relay => Command(relay))]);
        await Settled();

        Assert.Equal(5, alice.Lines.Length);
        Assert.Equal(3, alice.Transport.Sends);
    }

    [Fact]
    public async Task Each_encoding_is_gathered_by_itself()
    {
        var alice = await Subscriber();
        var bob = await Subscriber(encoding: new LineEncoding { Prefix = "> " });
        Together(Command(New("a")), Command(New("b")));
        await Settled();

        Assert.Equal(["a", "b"], alice.Lines);
        Assert.Equal(["> a", "> b"], bob.Lines);
    }

    [Fact]
    public async Task What_a_wire_does_not_show_still_counts_as_received()
    {
        var bob = await Subscriber(encoding: new LineEncoding { LeavesOut = line => line == "" });
        var (empty, one) = (New(""), New("one"));
        Assert.Equal(1, (await Relayed("")).Receivers);
        Together(Command(empty), Command(one));
        await Settled();

        Assert.Equal(["one"], bob.Lines);
        Assert.Equal((1, 1), (empty.Receivers, one.Receivers));
    }

    [Fact]
    public async Task Publications_and_relays_go_out_in_the_order_in_which_they_came()
    {
        var alice = await Subscriber();
        Together(
            Publish("1"), Command(New("2")), Command(New("3")), Publish("4"), Publish("5"),
            Command(New("6")), Publish("7"));
        await Settled();

        Assert.Equal(["1", "2", "3", "4", "5", "6", "7"], alice.Lines);
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task Who_subscribes_behind_a_relay_does_not_get_it_and_who_leaves_behind_it_does()
    {
        var (alice, bob) = (await Subscriber(), Listener());
        Together(
            Command(New("1")), bob.Subscribe(), Command(New("2")), new Unsubscribe(News, alice.Ref),
            Command(New("3")));
        await ExpectMsgAsync<Subscribed>();
        await ExpectMsgAsync<Unsubscribed>();
        await Settled();

        Assert.Equal(["1", "2"], alice.Lines);
        Assert.Equal(["2", "3"], bob.Lines);
    }

    [Fact]
    public async Task A_subscriber_that_changes_its_encoding_does_so_at_that_place_of_the_order()
    {
        var alice = await Subscriber();
        var framed = alice.Greeted() with { Encoding = new LineEncoding { Prefix = "> " } };
        Together(Command(New("1")), Command(New("2")), framed, Command(New("3")), Command(New("4")));
        await ExpectMsgAsync<Subscribed>();
        await Settled();

        Assert.Equal(["1", "2", "hello 1 0 continuous", "> 3", "> 4"], alice.Lines);
    }

    [Fact]
    public async Task Who_went_away_does_not_count_and_who_is_too_slow_is_told()
    {
        var (gone, slow) = (await Subscriber(), await Subscriber(SpecSettings.Outbox("bytes-max = 150")));
        gone.Transport.Outbox.Abandon();
        slow.Transport.Room = 0;
        Assert.Equal(1, (await Relayed(new string('a', 80))).Receivers);
        Assert.Equal(0, (await Relayed(new string('b', 80))).Receivers);

        await slow.Probe.ExpectMsgAsync(new SlowConsumer(News));
        slow.Transport.Outbox.Abandon();
        Assert.Equal(0, _pool.Rented);
    }

    [Fact]
    public async Task What_waits_when_the_channel_fails_is_settled_without_receivers()
    {
        // A probe does not supervise its children: the real registry stops the channel and logs the failure.
        var registry = Channel = Sys.ActorOf(
            ChannelRegistryActor.PropsFor(SpecSettings.Channel(), Budget, Metrics, Time));
        var alice = await Subscriber(encoding: new LineEncoding { FailsAt = line => line == "boom" });
        Channel = await Sys.ActorSelection(registry.Path / "news").ResolveOne(TimeSpan.FromSeconds(3));
        ScriptedRelay[] relays = [New("a"), New("boom"), New("c")];
        // Offered before the failure, and another channel has it still.
        var shared = New(new string('L', 16 * 1024));
        await EventFilter.Exception<InvalidDataException>().ExpectOneAsync(() =>
        {
            Together([Command(shared, channels: 2), .. relays.Select(relay => Command(relay))]);
            return Task.CompletedTask;
        });

        await alice.Probe.ExpectMsgAsync(new ChannelLost(News));
        Assert.All(relays, relay => Assert.Equal((0, 1), (relay.Receivers, relay.Ends)));
        Assert.Equal(0, shared.Ends);
        shared.Settle(0);
        Assert.Equal((1, 1), (shared.Receivers, shared.Ends));
        Assert.Equal((0, 0L), (_pool.Rented, Budget.Bytes));
    }

    private ScriptedRelay New(params string[] lines) => new(_pool, lines);

    private Relayed Command(ScriptedRelay relay, int channels = 1)
    {
        Assert.True(SpecSettings.Gate(Budget).TryEnter(relay, channels, _sender.Ref, "settled"));
        return new Relayed(News, relay);
    }

    private async Task<ScriptedRelay> Relayed(params string[] lines)
    {
        var relay = New(lines);
        Channel.Tell(Command(relay));
        await _sender.ExpectMsgAsync("settled");
        return relay;
    }
}
