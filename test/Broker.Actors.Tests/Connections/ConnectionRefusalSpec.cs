using Broker.Actors.Connections;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Actors.Tests.Connections;

public class ConnectionRefusalSpec : ConnectionStage
{
    private static readonly ChannelName News = Names.Channel("news");

    [Theory]
    [InlineData(RejectReason.ChannelFull, RequestError.ChannelFull)]
    [InlineData(RejectReason.TooManyChannels, RequestError.BrokerFull)]
    [InlineData(RejectReason.Forbidden, RequestError.Forbidden)]
    [InlineData(RejectReason.Busy, RequestError.Busy)]
    public async Task A_rejected_subscription_is_answered_and_leaves_no_trace(
        RejectReason reason, RequestError error)
    {
        Together(Subscribe("1"), Mine("2"));
        await Channels.ExpectMsgAsync<Subscribe>();
        Connection.Tell(new Rejected(News, reason));

        await Answered($"1:{error} 2:[]", requests: 2);
    }

    [Fact]
    public async Task One_channel_too_many_is_refused_and_one_it_has_is_not()
    {
        Start("channels-max = 1");
        await Joined("a");
        Connection.Tell(Subscribe("1", "b"));
        await Answered("1:TooManyChannels", requests: 1);

        await Joined("a");
    }

    [Fact]
    public async Task Unsubscribing_makes_room_and_ends_the_right_to_publish()
    {
        Start("channels-max = 1");
        await Joined("a");
        Connection.Tell(Unsubscribe("1", "a"));
        await Channels.ExpectMsgAsync(new Unsubscribe(Names.Channel("a"), Connection));
        Connection.Tell(new Unsubscribed(Names.Channel("a")));
        await Answered("1:ok", requests: 1);

        Connection.Tell(Publish("2", channel: "a"));
        await Answered("2:NotSubscribed", requests: 1);
        await Joined("b");
    }

    [Fact]
    public async Task Unsubscribing_from_what_it_has_not_is_refused()
    {
        Together(Unsubscribe("1"), Mine("2"));

        await Answered("1:NotSubscribed 2:[]", requests: 2);
    }

    [Fact]
    public async Task A_rejected_unsubscribe_leaves_the_subscription_as_it_is()
    {
        await Joined("news");
        Together(Unsubscribe("1"), Mine("2"));
        await Channels.ExpectMsgAsync<Unsubscribe>();
        Connection.Tell(new Rejected(News, RejectReason.Busy));

        await Answered("1:Busy 2:[news]", requests: 2);
    }

    [Fact]
    public async Task A_slow_consumer_is_closed()
    {
        Connection.Tell(new SlowConsumer(News));

        await Port.ExpectMsgAsync(new FakePort.Closed(CloseReason.SlowConsumer));
    }

    [Fact]
    public async Task A_lost_channel_closes_the_connection()
    {
        Connection.Tell(new ChannelLost(News));

        await Port.ExpectMsgAsync(new FakePort.Closed(CloseReason.ChannelLost));
    }

    [Fact]
    public async Task Disconnect_stops_it_while_it_waits_and_nothing_more_is_answered()
    {
        Watch(Connection);
        Together(Subscribe("1"), Mine("2"), Disconnect.Instance);

        await ExpectTerminatedAsync(Connection);
        Port.Ref.Tell("marker");
        await Port.ExpectMsgAsync("marker");
    }

    [Fact]
    public async Task A_connection_that_fails_closes_its_port()
    {
        Watch(Connection);
        // No channel sends what was not asked for: it fails on that.
        Connection.Tell(new Unsubscribed(News));

        await Port.ExpectMsgAsync(new FakePort.Closed(CloseReason.Failed));
    }
}
