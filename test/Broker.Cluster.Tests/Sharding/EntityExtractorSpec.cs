using Broker.Actors.Cluster;
using Broker.Cluster.Sharding;

namespace Broker.Cluster.Tests.Sharding;

public class EntityExtractorSpec
{
    private readonly EntityExtractor _extractor = new(
        new EntityKind(message => message as string, _ => Props.Empty, 1, 1, (_, _, _) => { }), shards: 10);

    [Fact]
    public void Takes_the_id_of_the_kind_and_passes_the_message_on()
    {
        Assert.Equal("news", _extractor.EntityId("news"));
        Assert.Null(_extractor.EntityId(1));
        Assert.Equal("news", _extractor.EntityMessage("news"));
    }

    [Fact]
    public void Spreads_entities_over_all_shards()
    {
        var perShard = Enumerable.Range(0, 10_000).CountBy(number => _extractor.ShardId($"channel {number}"));

        Assert.Equal(10, perShard.Count());
        Assert.All(perShard, shard => Assert.InRange(shard.Value, 800, 1_200));
    }

    // A rolling upgrade that moves them would give a channel two homes.
    [Theory]
    [InlineData("news", "3")]
    [InlineData("$user.alice", "7")]
    [InlineData("ü€😀", "0")]
    // Its hash is the lowest number, which has no absolute value.
    [InlineData("jsgkUia", "8")]
    public void An_entity_is_in_the_same_shard_in_every_version(string entityId, string shard) =>
        Assert.Equal(shard, _extractor.ShardId(entityId));
}
