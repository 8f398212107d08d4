using System.Collections.Concurrent;
using Broker.Actors.Cluster;
using Broker.Cluster.Tests.Kit;
using static Broker.Actors.Cluster.MemberProtocol;

namespace Broker.Cluster.Tests.Joining;

/// <summary>How the actors of one name learn of each other.</summary>
[Collection(nameof(Clusters))]
public sealed class PeersSpec
{
    [Fact]
    public async Task An_actor_meets_its_peer_before_it_hears_that_all_are_met_and_loses_it_with_its_node()
    {
        var nodes = await TestNode.StartWithoutStoreAsync(count: 2);
        await using var alice = nodes[0];
        await using var bob = nodes[1];
        var heard = Introduce(alice);
        await Eventually.AssertAsync(() => Assert.Equal(["1 unmet"], heard));

        Introduce(bob);
        var peer = $"{bob.Address}/user/{nameof(Listener)}";
        await Eventually.AssertAsync(() => Assert.Equal(["1 unmet", $"met {peer}", "0 unmet"], heard));

        await bob.LeaveAsync();
        await Eventually.AssertAsync(() => Assert.Equal([$"lost {peer}", "0 unmet"], heard.Skip(3)));
    }

    private static ConcurrentQueue<string> Introduce(TestNode node)
    {
        var heard = new ConcurrentQueue<string>();
        var listener = node.System.ActorOf(Props.Create(() => new Listener(heard)), nameof(Listener));
        ClusterNode.Introduce(node.System, WireVersion.First, listener);
        return heard;
    }

    private static string PathOf(IActorRef peer) => peer.Path.ToStringWithAddress();

    private sealed class Listener(ConcurrentQueue<string> heard) : UntypedActor
    {
        protected override void OnReceive(object message) => heard.Enqueue(message switch
        {
            MemberMet m => $"met {PathOf(m.Member)}",
            MemberLost m => $"lost {PathOf(m.Member)}",
            MembersUnmet m => $"{m.Count} unmet",
            _ => $"{message}",
        });
    }
}
