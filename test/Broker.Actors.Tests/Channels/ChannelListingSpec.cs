using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using Broker.Actors.Tests.Journal;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Presence.PresenceProtocol;

namespace Broker.Actors.Tests.Channels;

/// <summary>The list of channels over several nodes; the spec plays this one's presence.</summary>
public class ChannelListingSpec : TestKit
{
    private readonly TestProbe _presence;
    private readonly IActorRef _registry;

    public ChannelListingSpec()
    {
        _presence = CreateTestProbe();
        _registry = Sys.ActorOf(ChannelRegistryActor.PropsFor(
            name => throw new InvalidOperationException($"nobody asks for {name}"),
            SpecSettings.Channel(),
            new PendingBytesLimit(bytesMax: 1000),
            new BrokerMetrics(TimeProvider.System),
            new ChannelStorage(new FakeJournal(), "e1", _presence.Ref)));
    }

    [Fact]
    public async Task Has_the_public_ones_of_every_node()
    {
        _registry.Tell(ListChannels.Instance, TestActor);
        await _presence.ExpectMsgAsync(new ListKeys(Area.Channels));
        _registry.Tell(new Keys(Area.Channels, ["$offers", "$user.a", "news", "weather"]));

        Assert.Equal(["news", "weather"], (await ExpectMsgAsync<ChannelProtocol.Channels>()).Names);
    }

    [Fact]
    public async Task Is_refused_where_the_others_cannot_be_asked()
    {
        _registry.Tell(ListChannels.Instance, TestActor);
        await _presence.ExpectMsgAsync(new ListKeys(Area.Channels));
        _registry.Tell(Unavailable.Instance);

        await ExpectMsgAsync(Unavailable.Instance);
    }
}
