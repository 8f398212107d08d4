using System.Text;
using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using Broker.Actors.Hub;
using Broker.Actors.Journal;
using Broker.Actors.Tests.Channels;
using Broker.Actors.Tests.Journal;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Hub.HubProtocol;
using static Broker.Actors.Presence.PresenceProtocol;

namespace Broker.Actors.Tests.Hub;

/// <summary>Relays to clients of other nodes; the spec plays presence, the journal is a fake.</summary>
public class RelaysElsewhereSpec : TestKit
{
    private const ulong Here = 1, There = 2;

    private readonly PendingBytesLimit _budget = new(bytesMax: 1 << 20);
    private readonly PoisoningPool _pool = new();
    private readonly FakeJournal _journal = new() { IsShared = true };
    private readonly TestProbe _presence, _registry;
    private readonly LineWire _wire;
    private readonly IActorRef _relays;

    public RelaysElsewhereSpec()
    {
        (_presence, _registry, _wire) = (CreateTestProbe(), CreateTestProbe(), new LineWire(_pool));
        _relays = Sys.ActorOf(RelaysElsewhereActor.PropsFor(
            new ChannelStorage(_journal, "e1", _presence.Ref), _wire, Here, SpecSettings.Channel(),
            TimeProvider.System));
    }

    [Fact]
    public async Task Only_those_who_are_somewhere_are_sent_anything_and_counted()
    {
        var relay = Relay("hello", 5, 6, 7);
        Assert.Equal(["5", "6", "7"], (await _presence.ExpectMsgAsync<FindKeys>()).Names);
        _relays.Tell(new Keys(Area.HubClients, ["5", "7"]));

        await ExpectMsgAsync("hello");
        Assert.Equal(2, relay.Receivers);
        Assert.True(RelayEvent.TryRead(Assert.Single(_journal.Events), There, out var to, out var contents));
        Assert.Equal(["$hub.5", "$hub.7"], to.Select(name => name.Value));
        Assert.Equal("hello", Encoding.UTF8.GetString(contents));
        await AwaitAssertAsync(() => Assert.Equal(0, _budget.Bytes));
    }

    [Fact]
    public async Task What_nobody_is_there_for_is_not_stored()
    {
        var relay = Relay("hello", 5);
        await _presence.ExpectMsgAsync<FindKeys>();
        _relays.Tell(new Keys(Area.HubClients, []));

        await ExpectMsgAsync("hello");
        Assert.Equal(0, relay.Receivers);
        Assert.Empty(_journal.Events);
    }

    [Fact]
    public async Task What_comes_meanwhile_goes_in_one_append_behind_it_in_order()
    {
        Relay("a", 5);
        await _presence.ExpectMsgAsync<FindKeys>();
        Relay("b", 5);
        Relay("c", 6);
        _relays.Tell(new Keys(Area.HubClients, ["5"]));
        Assert.Equal(["5", "6"], (await _presence.ExpectMsgAsync<FindKeys>()).Names);
        _relays.Tell(new Keys(Area.HubClients, ["5", "6"]));

        foreach (var line in (string[])["a", "b", "c"]) await ExpectMsgAsync(line);
        Assert.Equal(["a", "b", "c"], _journal.Events.Select(TextOf));
    }

    [Fact]
    public async Task Where_the_nodes_cannot_be_asked_nobody_is_counted_and_later_ones_go_on()
    {
        var lost = Relay("a", 5);
        await _presence.ExpectMsgAsync<FindKeys>();
        _relays.Tell(Unavailable.Instance);
        await ExpectMsgAsync("a");
        Assert.Equal(0, lost.Receivers);

        Relay("b", 5);
        await _presence.ExpectMsgAsync<FindKeys>();
        _relays.Tell(new Keys(Area.HubClients, ["5"]));
        await ExpectMsgAsync("b");
    }

    [Fact]
    public async Task What_the_journal_refuses_reached_nobody()
    {
        _journal.Hold();
        _journal.Probe = CreateTestProbe().Ref;
        var relay = Relay("a", 5);
        await _presence.ExpectMsgAsync<FindKeys>();
        _relays.Tell(new Keys(Area.HubClients, ["5"]));
        await AwaitAssertAsync(() => Assert.True(_journal.IsSomethingHeld));
        _journal.RefuseOne(JournalProtocol.RejectReason.Unavailable);

        await ExpectMsgAsync("a");
        Assert.Equal(0, relay.Receivers);
    }

    [Fact]
    public async Task When_it_ends_what_waits_settles()
    {
        Relay("a", 5);
        await _presence.ExpectMsgAsync<FindKeys>();
        Relay("b", 5);
        _relays.Tell(new Identify("has both"), TestActor);
        await ExpectMsgAsync<ActorIdentity>();
        Sys.Stop(_relays);

        await ExpectMsgAsync("a");
        await ExpectMsgAsync("b");
        await AwaitAssertAsync(() => Assert.Equal(0, _budget.Bytes));
    }

    [Fact]
    public async Task The_feed_hands_on_what_others_sent_and_not_its_own()
    {
        Sys.ActorOf(RelayFeed.PropsFor(_registry.Ref, _journal, _budget, _wire, Here));
        await AwaitAssertAsync(() => Assert.Equal(1, _journal.Heads));
        foreach (var (origin, line) in new[] { (Here, "own"), (There, "theirs") })
            await _journal.AppendAsync(new JournalProtocol.Append(
                RelayEvent.Stream, [RelayEvent.Write(origin, [8], Encoding.UTF8.GetBytes(line))],
                Durability.Memory));

        var told = await _registry.ExpectMsgAsync<Relay>();
        Assert.Equal("$hub.8", Assert.Single(told.To).Value);
        Assert.True(told.IsFromElsewhere);
        Assert.True(_budget.Bytes > 0);
        told.Contents.Settle(receivers: 1);
        await AwaitAssertAsync(() => Assert.Equal(0, _budget.Bytes));
    }

    private static string TextOf(JournalProtocol.Recorded recorded)
    {
        Assert.True(RelayEvent.TryRead(recorded, There, out _, out var contents));
        return Encoding.UTF8.GetString(contents);
    }

    private ScriptedRelay Relay(string line, params ulong[] to)
    {
        var relay = new ScriptedRelay(_pool, line);
        Assert.True(_budget.TryEnter(relay.Bytes, to.Length));
        relay.Expect(to.Length, _budget, TestActor, settled: line);
        _relays.Tell(new RelayElsewhere([.. to.Select(HubReceivers.InboxOf)], relay));
        return relay;
    }

    private sealed class LineWire(PoisoningPool pool) : IRelayEncoder
    {
        private readonly LineEncoding _encoding = new();

        public ReadOnlyMemory<byte> Write(RelayedContents contents) =>
            contents.EncodedFor(_encoding).Bytes.ToArray().AsSpan().TrimEnd((byte)'\n').ToArray();

        public RelayedContents Read(ReadOnlySpan<byte> bytes) =>
            new ScriptedRelay(pool, Encoding.UTF8.GetString(bytes));
    }
}
