using Broker.Cluster.Tests.Kit;
using Broker.Postgres.TestKit;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Cluster.Tests.Channels;

/// <summary>Another home has stored an event under the number that one channel's home takes next.</summary>
public class FencedRowSpec : ChannelStory
{
    private const string Channel = "kept 0";

    [SkippableFact]
    public async Task Its_channel_alone_is_refused_and_its_neighbours_in_the_insert_go_on()
    {
        var database = await StoreDatabase.CreateAsync();
        await StartAsync(database, 1, stores: true);
        var listeners = await SubscribeAsync([.. Nodes]);
        var sent = await PublishToAllAsync("before");
        Assert.All(sent, one => Assert.Null(one.Result.Result.Reason));
        await PostgresServer.ExecuteAsync(database, $"""
            SET broker.node = '{Nodes[0].Node.Node.Id}';
            INSERT INTO broker.journal
                (persistence_id, sequence_number, created, deleted, identifier, manifest, message)
            SELECT persistence_id, sequence_number + 1, created, deleted, identifier, manifest, message
            FROM broker.journal WHERE persistence_id = 'c:{Channel}'
            """);

        var meanwhile = await PublishToAllAsync("meanwhile");
        foreach (var one in meanwhile)
            Assert.Equal(one.Channel == Channel ? RejectReason.Unavailable : null, (await one.Result).Reason);
        Assert.True(Nodes[0].Node.Store!.Health.Fences > 0);
        await PostgresServer.ExecuteAsync(database, $"""
            DELETE FROM broker.journal WHERE persistence_id = 'c:{Channel}' AND sequence_number = 2
            """);
        var after = await PublishToAllAsync("after");
        Assert.All(after, one => Assert.Null(one.Result.Result.Reason));
        await CheckAsync([.. sent, .. meanwhile, .. after], listeners);
    }

    private async Task<Sent[]> PublishToAllAsync(string content)
    {
        Sent[] sent = [.. Channels.Select(channel => Nodes[0].Publish(channel, $"{content} {channel}"))];
        foreach (var one in sent) await one.Result;
        return sent;
    }
}
