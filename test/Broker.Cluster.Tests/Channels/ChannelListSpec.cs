using Broker.Cluster.Tests.Kit;
using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Cluster.Tests.Channels;

/// <summary>Every node lists the channels of all, and counts their subscribers.</summary>
public class ChannelListSpec : ChannelStory
{
    private const string NoneDies =
        TestNode.Cuttable + "\nakka.cluster.failure-detector.acceptable-heartbeat-pause = 30s";

    [SkippableFact]
    public async Task A_channel_is_listed_on_every_node_as_long_as_one_has_a_subscriber_also_when_one_dies()
    {
        var postgres = await StoreDatabase.CreateAsync();
        await StartAsync(postgres, 3);
        var first = await Nodes[0].SubscribeAsync("both");
        await Nodes[1].SubscribeAsync("both");
        await Nodes[2].SubscribeAsync("of the third");
        await ListAsync(["both", "of the third"]);

        Leave(Nodes[0], first);
        await Nodes[0].SubscribeAsync("of the first");
        await ListAsync(["both", "of the first", "of the third"]);
        await StartAsync(postgres, 1);
        await ListAsync(["both", "of the first", "of the third"]);

        await Nodes[2].DisposeAsync();
        await ListAsync(["both", "of the first"], without: Nodes[2]);
    }

    [SkippableFact]
    public async Task What_a_link_has_lost_of_the_list_is_made_good_when_it_is_whole_again()
    {
        await StartAsync(await StoreDatabase.CreateAsync(), 2, more: NoneDies);
        var listeners = await SubscribeAsync(Nodes[0]);
        string[] all = [.. Channels.Order(StringComparer.Ordinal)];
        await ListAsync(all);
        await Nodes[0].Node.CutFromAsync(Nodes[1].Node);
        foreach (var listener in listeners.Where(one => IsKept(one.Channel))) Leave(Nodes[0], listener);
        string[] left = [.. all.Where(channel => !IsKept(channel))];
        await Eventually.AssertAsync(async () => Assert.Equal(left, await Nodes[0].ListAsync()));
        Assert.Equal(all, await Nodes[1].ListAsync());

        await Nodes[0].Node.HealAsync(Nodes[1].Node);
        await ListAsync(left);
    }

    [SkippableFact]
    public async Task Subscribers_and_receivers_are_those_of_all_nodes_that_live()
    {
        await StartAsync(await StoreDatabase.CreateAsync(), 3);
        // Their homes are spread over the nodes, one of which dies.
        foreach (var channel in Channels)
            foreach (var node in Nodes)
                await node.SubscribeAsync(channel);
        await CountAsync(3);

        await Nodes[2].DisposeAsync();
        await CountAsync(2);

        Task CountAsync(int expected) => Eventually.AssertAsync(async () =>
        {
            foreach (var channel in Channels)
            {
                var sent = await Nodes[0].Publish(channel, $"{Guid.NewGuid()}").Result;
                Assert.Equal(expected, sent.Receivers);
                var more = await Nodes[1].SubscribeAsync(channel);
                Assert.Equal(expected + 1, more.Subscribers);
                Leave(Nodes[1], more);
            }
        });
    }

    private static void Leave(ChannelNode node, LineListener listener) => node.Actors.LocalChannels.Tell(
        new SubscriberStopped(ChannelNode.Name(listener.Channel), listener.Probe), ActorRefs.NoSender);

    private async Task ListAsync(string[] expected, ChannelNode? without = null)
    {
        foreach (var node in Nodes.Where(node => node != without))
            await Eventually.AssertAsync(async () => Assert.Equal(expected, await node.ListAsync()));
    }
}
