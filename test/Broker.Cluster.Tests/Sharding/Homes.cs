using Broker.Actors;
using Broker.Actors.Cluster;
using Broker.Cluster.Sharding;
using Broker.Cluster.Tests.Kit;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Cluster.EntityProtocol;

namespace Broker.Cluster.Tests.Sharding;

/// <summary>The homes of channels as one node sees them, and what they answer to it.</summary>
internal sealed class Homes
{
    private const int ReaderId = 7;
    private readonly Func<TestProbe> _newProbe;
    private readonly IActorRef _region;
    private int _count;

    public Homes(TestNode node, int homesMax = 1_000, bool makesRoom = false)
    {
        var kit = new TestKit(node.System);
        _newProbe = () => kit.CreateTestProbe();
        Told = _newProbe();
        var kind = new EntityKind(
            message => (message as IHomeMessage)?.Channel.Value,
            _ => HomeActor.PropsFor(Told.Ref),
            homesMax,
            HeldMax: 0,
            Refuse)
        {
            MakesRoom = makesRoom,
            Counted = count => Volatile.Write(ref _count, count),
        };
        _region = ShardRegions.Start(node.System, "channels", kind, TestNode.Settings.Shards);
    }

    /// <summary>What homes of this node tell the spec.</summary>
    public TestProbe Told { get; }

    /// <summary>Homes on this node.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Tell(IHomeMessage message) => _region.Tell(message, ActorRefs.NoSender);

    public static ChannelName Name(string text) =>
        ChannelName.TryParse(text, out var name) ? name : throw new ArgumentException(text, nameof(text));

    /// <summary>Asks a home, which answers with the number of requests that it has had.</summary>
    public TestProbe Ask(string channel)
    {
        var probe = _newProbe();
        Tell(new ReadHistory(Name(channel), probe.Ref, ReaderId, new StreamPosition(0, null)));
        return probe;
    }

    /// <summary>Asks as a node does, again until it is answered.</summary>
    /// <returns>How often the home was asked, and the home.</returns>
    public async Task<(int Asked, IActorRef Home)> AnswerAsync(string channel)
    {
        for (var tries = 30; ; tries--)
        {
            var probe = Ask(channel);
            var answer = await probe.ReceiveOneAsync(TimeSpan.FromSeconds(1));
            if (answer is Counted m) return (m.Version, probe.Sender);
            Assert.True(tries > 0, $"no home of {channel} answers");
        }
    }

    private static void Refuse(object message, IActorRef sender, RefusedBecause because)
    {
        if (message is ReadHistory m && because is RefusedBecause.TooMany)
            m.Node.Tell(new HistoryRefused(m.ReaderId, RejectReason.TooManyChannels), ActorRefs.NoSender);
    }
}
