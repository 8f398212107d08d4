using Broker.Cluster.Tests.Kit;

namespace Broker.Cluster.Tests.Channels;

/// <summary>Homes move to another node by plan, while all nodes publish.</summary>
public class MovingHomesSpec : ChannelStory
{
    // Nothing fails, so nothing has to be given up, however busy the machine is.
    private const string Patient = "publish-timeout = 30s, idle-timeout = 1m";

    [SkippableFact]
    public async Task A_third_node_takes_its_part_of_the_homes_and_nothing_is_lost_or_doubled()
    {
        var database = await StoreDatabase.CreateAsync();
        await StartAsync(database, 2, Patient, stores: true);
        var listeners = await SubscribeAsync([.. Nodes]);
        var loads = Begin([.. Nodes]);

        await StartAsync(database, 1, Patient, stores: true);
        await Eventually.AssertAsync(async () => Assert.NotEmpty(await Nodes[2].HomesAsync()));
        var sent = await StopAsync(loads);
        Assert.All(sent, one => Assert.Null(one.Result.Result.Reason));
        await CheckAsync(sent, listeners);
    }

    [SkippableFact]
    public async Task A_node_that_leaves_gives_its_homes_to_the_others_and_nothing_is_lost_or_doubled()
    {
        await StartAsync(await StoreDatabase.CreateAsync(), 3, Patient, stores: true);
        var listeners = await SubscribeAsync(Nodes[0], Nodes[1]);
        Assert.NotEmpty(await Nodes[2].HomesAsync());
        var loads = Begin(Nodes[0], Nodes[1]);

        await Nodes[2].Node.LeaveAsync();
        var sent = await StopAsync(loads);
        Assert.All(sent, one => Assert.Null(one.Result.Result.Reason));
        await CheckAsync(sent, listeners);
    }
}
