using Broker.Actors.Channels;
using Broker.Actors.Telemetry;
using Broker.Actors.Tests.Channels;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Telemetry;

public class ChannelMetricsSpec : LocalStage
{
    private readonly LineEncoding _sse = new() { Protocol = Protocol.Sse };

    [Fact]
    public async Task Deliveries_and_their_bytes_count_for_the_protocol_of_their_subscriber()
    {
        await Subscriber();
        await Second();
        await Second(_sse);
        Local.Tell(Contents(1, "a", "bcd"));
        await Settled();

        Assert.Equal((4, 12), (Metrics.Deliveries[Protocol.Chat], Metrics.BytesOut[Protocol.Chat]));
        Assert.Equal((2, 6), (Metrics.Deliveries[Protocol.Sse], Metrics.BytesOut[Protocol.Sse]));
        Assert.Equal((6, 18), (Metrics.Deliveries.Sum, Metrics.BytesOut.Sum));
    }

    [Fact]
    public async Task What_an_outbox_did_not_take_is_no_delivery()
    {
        var gone = await Subscriber();
        gone.Transport.Outbox.Abandon();
        Local.Tell(Contents(1, "a"));
        await Settled();

        Assert.Equal(0, Metrics.Deliveries.Sum);
    }

    [Fact]
    public async Task A_publication_that_its_sender_does_not_hear_is_no_delivery_to_it()
    {
        var alice = await Subscriber();
        await Second();
        Local.Tell(Contents(1, "a") with { Own = new OwnPublications(0, null, [(1, alice.Ref)]) });
        await Settled();

        Assert.Equal(1, Metrics.Deliveries[Protocol.Chat]);
    }

    [Fact]
    public async Task A_replay_counts_as_deliveries()
    {
        var alice = Listener();
        Local.Tell(alice.Subscribe(new StreamPosition(0, null)), alice.Ref);
        await Attached(offset: 2);
        Local.Tell(Page(await Homes.ExpectMsgAsync<ReadHistory>(), offset: 2, At(1), At(2)));
        await alice.Probe.ExpectMsgAsync<Subscribed>();

        Assert.Equal(2, Metrics.Deliveries.Sum);
    }

    [Fact]
    public async Task A_publication_is_timed_from_its_acceptance_until_all_outboxes_have_it()
    {
        using var times = new Measurements("broker.publication.duration", Metrics);
        await Subscriber();
        var accepted = Metrics.Now();
        Time.Advance(TimeSpan.FromSeconds(5));
        Local.Tell(Contents(1, "a") with { Own = new OwnPublications(accepted, null, null) });
        await Settled();

        Assert.Equal([5.0], times.Values);
    }

    [Fact]
    public async Task A_public_channel_has_figures_of_its_own_until_it_ends()
    {
        await Subscriber();
        await Second();
        Local.Tell(Contents(1, "a"));
        await Settled();

        var figures = Assert.Single(Metrics.ChannelTable.Top(10));
        Assert.Equal(("news", 2), (figures.Name, figures.Subscribers));
        Assert.Equal((1, 2), (figures.Publications, figures.Deliveries));

        Sys.Stop(Local);
        await ExpectTerminatedAsync(Local);
        Assert.Empty(Metrics.ChannelTable.Top(10));
    }

    [Fact]
    public async Task A_private_channel_is_named_nowhere()
    {
        var inbox = ChannelName.Private("user", "alice");
        var local = Parent.ChildActorOf(LocalChannelActor.PropsFor(Around), "%24user.alice");
        var alice = Listener();
        local.Tell(alice.Subscribe() with { Channel = inbox }, alice.Ref);
        var attach = await Homes.ExpectMsgAsync<Attach>();
        local.Tell(new Attached(inbox, attach.AttachId, attach.Version, Node, "epoch", Offset: 0, Total: 1));
        await alice.Probe.ExpectMsgAsync<Subscribed>();

        Assert.DoesNotContain(Metrics.ChannelTable.Top(10), figures => figures.Subscribers > 0);
    }

    [Fact]
    public void Channels_with_most_subscribers_come_first()
    {
        var table = new ChannelTable();
        foreach (var (name, subscribers) in new[] { ("few", 1), ("none", 0), ("many", 9), ("some", 5) })
            table.Add(new ChannelFigures(name, () => subscribers));

        Assert.Equal(["many", "some"], table.Top(2).Select(channel => channel.Name));
        Assert.Equal(["many", "some", "few"], table.Top(10).Select(channel => channel.Name));
    }

    private async Task Second(LineEncoding? encoding = null)
    {
        var listener = Listener(encoding: encoding);
        Local.Tell(listener.Subscribe(), listener.Ref);
        await Counted();
        await listener.Probe.ExpectMsgAsync<Subscribed>();
    }
}
