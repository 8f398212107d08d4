using Broker.Actors.Channels;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Actors.Tests.Connections;

public class ConnectionActorSpec : ConnectionStage
{
    [Fact]
    public async Task Answers_in_the_order_of_the_requests_and_in_one_piece_what_waits_together()
    {
        await Joined("news");
        Together(
            Mine("1"),
            Publish("2", channel: "other"),
            new UnreadableRequest(Id("3"), "no action"));

        await Answered("1:[news] 2:NotSubscribed 3:Unreadable(no action)", requests: 3);
    }

    [Fact]
    public async Task Later_requests_wait_for_the_answer_of_a_channel()
    {
        Together(Mine("1"), Subscribe("2"), Mine("3"), new UnreadableRequest(Id("4"), "?"));
        await Answered("1:[]", requests: 1);
        await Channels.ExpectMsgAsync<Subscribe>();

        Connection.Tell(SubscribedTo("news"));
        await Port.ExpectMsgAsync(new FakePort.Done(1));
        await Answered("3:[news] 4:Unreadable(?)", requests: 2);
    }

    [Fact]
    public async Task Each_request_that_asks_a_channel_waits_for_the_one_before()
    {
        Together(Subscribe("1", "a"), Subscribe("2", "b"), Unsubscribe("3", "a"), Mine("4"));

        Assert.Equal("a", (await Channels.ExpectMsgAsync<Subscribe>()).Channel.Value);
        Connection.Tell(SubscribedTo("a"));
        Assert.Equal("b", (await Channels.ExpectMsgAsync<Subscribe>()).Channel.Value);
        Connection.Tell(SubscribedTo("b"));
        Assert.Equal("a", (await Channels.ExpectMsgAsync<Unsubscribe>()).Channel.Value);
        Connection.Tell(new Unsubscribed(Names.Channel("a")));

        await Port.ExpectMsgAsync(new FakePort.Done(1));
        await Port.ExpectMsgAsync(new FakePort.Done(1));
        await Answered("3:ok 4:[b]", requests: 2);
    }

    [Fact]
    public async Task A_publication_is_answered_when_the_publisher_has_its_result()
    {
        await Joined("news");
        Connection.Tell(Publish("1", "hello"));
        var publish = await Settled();
        await Answered("1:ok", requests: 1);

        Assert.Equal(("news", "alice", true), (publish.Channel.Value, publish.Sender, publish.IsText));
        Assert.Equal("hello"u8.ToArray(), publish.Content.ToArray());
        Assert.Null(publish.Except);
    }

    [Fact]
    public async Task A_publication_that_is_not_accepted_is_answered_with_the_reason()
    {
        await Joined("news");
        Together(Publish("1"), Publish("2"));
        await Settled(ChannelProtocol.RejectReason.Unavailable);
        await Settled(ChannelProtocol.RejectReason.UnknownFate);

        await Answered("1:Unavailable", requests: 1);
        await Answered("2:Unavailable", requests: 1);
    }

    [Fact]
    public async Task Publications_do_not_wait_for_each_other_and_answers_keep_their_order()
    {
        await Joined("news", "slow");
        Together(Publish("1", channel: "slow"), Publish("2"), Mine("3"));
        var slow = await Publisher.ExpectMsgAsync<Publish>();
        await Settled();
        await Connection.Ask<ActorIdentity>(new Identify(null));
        Assert.False(Port.HasMessages);

        slow.Reply!.Complete(PublishResult.Accepted(1, "e", receivers: 1, Durability.Memory));
        slow.Reply.Flush();
        Fake.Transport.WriteAll();
        Assert.Equal(["1 Done", "2 Done", "3 ListDone"], Fake.Transport.Lines);
    }

    [Fact]
    public async Task A_request_that_asks_a_channel_waits_for_the_results_before_it()
    {
        await Joined("news");
        Together(Publish("1"), Unsubscribe("2"), Publish("3"));
        var publish = await Publisher.ExpectMsgAsync<Publish>();
        await Connection.Ask<ActorIdentity>(new Identify(null));
        Assert.False(Channels.HasMessages);

        publish.Reply!.Complete(PublishResult.Accepted(1, "e", receivers: 1, Durability.Memory));
        publish.Reply.Flush();
        await Answered("1:ok", requests: 1);
        await Channels.ExpectMsgAsync<Unsubscribe>();
        Connection.Tell(new Unsubscribed(Names.Channel("news")));
        await Answered("2:ok 3:NotSubscribed", requests: 2);
    }

    [Fact]
    public async Task Its_own_publication_excepts_the_sender_where_the_setting_says_so()
    {
        Start(deliverToSender: false);
        await Joined("news");
        Connection.Tell(Publish("1"));

        Assert.Equal(Connection, (await Settled()).Except);
    }

    [Fact]
    public async Task Only_a_subscriber_may_publish()
    {
        Connection.Tell(Publish("1"));

        await Answered("1:NotSubscribed", requests: 1);
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task Publishing_to_a_channel_that_takes_nothing_from_clients_is_refused()
    {
        Start(kinds: "kinds.news { pattern = news, publish = nobody }");
        await Joined("news");
        Together(Publish("1"));

        await Answered("1:Forbidden", requests: 1);
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task Publishing_past_the_budget_is_answered_busy()
    {
        await Joined("news");
        Together(Publish("1", new string('x', 800)), Publish("2", new string('x', 800)));

        await Settled();
        await Port.ExpectMsgAsync(new FakePort.Done(2));
        Fake.Transport.WriteAll();

        Assert.Equal(["1 Done", "2 Failed"], Fake.Transport.Lines);
        Assert.Equal(928, Budget.Bytes);
    }

    [Fact]
    public async Task Publications_are_answered_when_the_client_leaves_right_after_them()
    {
        await Joined("news");
        Watch(Connection);
        Together(Publish("1"), Publish("2"), Disconnect.Instance);
        await Settled();
        await Answered("1:ok", requests: 1);
        await Settled();

        await Answered("2:ok", requests: 1);
        await ExpectTerminatedAsync(Connection);
    }

    [Fact]
    public async Task The_channel_greets_with_the_encoded_answer()
    {
        Connection.Tell(Subscribe("7") with { Since = new StreamPosition(3, "e") });
        var subscribe = await Channels.ExpectMsgAsync<Subscribe>();

        Assert.Equal("7 SubscribeDone\n"u8.ToArray(), subscribe.Greeting!(SubscribedTo("news")).ToArray());
        Assert.Equal(new StreamPosition(3, "e"), subscribe.Since);
        Assert.Equal(Connection, subscribe.Subscriber);
        Assert.Same(Fake.Outbox, subscribe.Outbox);
        Assert.Same(Fake.Encoding, subscribe.Encoding);
    }

    [Fact]
    public async Task Lists_every_channel_as_the_registry_knows_them_and_its_own_sorted()
    {
        await Joined("b", "a");
        Together(new ListRequest(Id("1"), ListScope.All), Mine("2"));
        await Channels.ExpectMsgAsync<ListChannels>();
        Connection.Tell(new ChannelList(["x", "y"]));

        await Answered("1:[x,y] 2:[a,b]", requests: 2);
    }
}
