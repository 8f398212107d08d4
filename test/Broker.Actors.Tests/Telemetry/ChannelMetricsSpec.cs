using Broker.Actors.Channels;
using Broker.Actors.Telemetry;
using Broker.Actors.Tests.Channels;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Tests.Telemetry;

public class ChannelMetricsSpec : ChannelStage
{
    private readonly LineEncoding _sse = new() { Protocol = Protocol.Sse };

    [Fact]
    public async Task Deliveries_and_their_bytes_count_for_the_protocol_of_their_subscriber()
    {
        await Subscriber();
        await Subscriber();
        await Subscriber(encoding: _sse);
        Together(Publish("a"), Publish("bcd"));
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
        await Published("a");

        Assert.Equal(0, Metrics.Deliveries.Sum);
    }

    [Fact]
    public async Task Who_does_not_hear_itself_is_no_delivery()
    {
        var alice = await Subscriber();
        await Subscriber();
        Channel.Tell(Publish("a") with { Except = alice.Ref }, TestActor);
        await Settled();

        Assert.Equal(1, Metrics.Deliveries[Protocol.Chat]);
    }

    [Fact]
    public async Task A_replay_counts_as_deliveries()
    {
        Start("kinds.default.history-size-max = 10");
        await Published("a");
        await Published("b");
        await Ask<Subscribed>(Listener().Subscribe(new StreamPosition(0, null)));

        Assert.Equal(2, Metrics.Deliveries.Sum);
    }

    [Fact]
    public async Task A_batch_is_timed_from_the_acceptance_of_its_oldest_publication()
    {
        using var times = new Measurements("broker.publication.duration", Metrics);
        await Subscriber();
        var accepted = Metrics.Now();
        Time.Advance(TimeSpan.FromSeconds(3));
        var later = Metrics.Now();
        Time.Advance(TimeSpan.FromSeconds(2));
        Together(Publish("a") with { AcceptedAt = accepted }, Publish("b") with { AcceptedAt = later });
        await Settled();

        Assert.Equal([5.0], times.Values);
    }

    [Fact]
    public async Task A_public_channel_has_figures_of_its_own_until_it_ends()
    {
        await Subscriber();
        await Subscriber();
        await Published("a");

        var figures = Assert.Single(Metrics.ChannelTable.Top(10));
        Assert.Equal(("news", 2), (figures.Name, figures.Subscribers));
        Assert.Equal((1, 2), (figures.Publications, figures.Deliveries));

        Watch(Channel);
        Sys.Stop(Channel);
        await ExpectTerminatedAsync(Channel);
        Assert.Empty(Metrics.ChannelTable.Top(10));
    }

    [Fact]
    public async Task A_private_channel_is_named_nowhere()
    {
        var inbox = ChannelName.Private("user", "alice");
        var channel = Registry.ChildActorOf(ChannelActor.PropsFor(inbox, Around()));
        channel.Tell(Listener().Subscribe() with { Channel = inbox }, TestActor);
        await ExpectMsgAsync<Subscribed>();

        Assert.Empty(Metrics.ChannelTable.Top(10));
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
}
