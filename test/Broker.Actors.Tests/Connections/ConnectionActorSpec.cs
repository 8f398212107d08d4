using Broker.Actors.Channels;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Actors.Tests.Connections;

public class ConnectionActorSpec : ConnectionStage
{
    [Fact]
    public async Task Answers_in_the_order_of_the_requests_and_in_one_piece_what_waits_together()
    {
        await Joined("news");
        Together(
            Publish("1"),
            Mine("2"),
            Publish("3", channel: "other"),
            new UnreadableRequest(Id("4"), "no action"));

        await Answered("1:ok 2:[news] 3:NotSubscribed 4:Unreadable(no action)", requests: 4);
    }

    [Fact]
    public async Task Later_requests_wait_for_the_answer_of_a_channel()
    {
        Together(Mine("1"), Subscribe("2"), Mine("3"), new UnreadableRequest(Id("4"), "?"), Publish("5"));
        await Answered("1:[]", requests: 1);
        await Channels.ExpectMsgAsync<Subscribe>();

        Connection.Tell(SubscribedTo("news"));
        await Port.ExpectMsgAsync(new FakePort.Done(1));
        await Answered("3:[news] 4:Unreadable(?) 5:ok", requests: 3);
        await Channels.ExpectMsgAsync<Publish>();
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
    public async Task A_publication_follows_its_answer()
    {
        await Joined("news");
        Connection.Tell(Publish("1", "hello"));
        await Answered("1:ok", requests: 1);

        var publish = await Channels.ExpectMsgAsync<Publish>();
        Assert.Equal(("news", "alice", true), (publish.Channel.Value, publish.Sender, publish.IsText));
        Assert.Equal("hello"u8.ToArray(), publish.Content.ToArray());
        Assert.Null(publish.Except);
        Assert.False(publish.Receipt);
    }

    [Fact]
    public async Task A_publication_is_not_on_its_way_before_its_answer_is_in_the_outbox()
    {
        await Joined("news");
        var answeredBefore = false;
        Fake.Transport.DuringSend = () => answeredBefore = !Channels.HasMessages;
        Connection.Tell(Publish("1"));

        await Channels.ExpectMsgAsync<Publish>();
        Assert.True(answeredBefore);
    }

    [Fact]
    public async Task A_publication_goes_out_before_what_was_asked_for_behind_it()
    {
        await Joined("news");
        Together(Publish("1"), Unsubscribe("2"));

        await Channels.ExpectMsgAsync<Publish>();
        await Channels.ExpectMsgAsync<Unsubscribe>();
    }

    [Fact]
    public async Task Many_answers_go_out_before_they_become_too_many()
    {
        await Joined("news");
        Together([.. Enumerable.Range(0, 65).Select(_ => Mine(""))]);

        await Answered(string.Join(' ', Enumerable.Repeat(":[news]", 64)), requests: 64);
        await Answered(":[news]", requests: 1);
    }

    [Fact]
    public async Task Its_own_publication_excepts_the_sender_where_the_setting_says_so()
    {
        Start(deliverToSender: false);
        await Joined("news");
        Connection.Tell(Publish("1"));

        Assert.Equal(Connection, (await Channels.ExpectMsgAsync<Publish>()).Except);
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

        await Answered("1:ok 2:Busy", requests: 2);
        Assert.Equal(928, Budget.Bytes);
    }

    [Fact]
    public async Task What_was_acknowledged_goes_out_when_the_client_leaves_right_behind_it()
    {
        await Joined("news");
        Watch(Connection);
        Together(Publish("1"), Publish("2"), Disconnect.Instance);

        await Answered("1:ok 2:ok", requests: 2);
        await Channels.ExpectMsgAsync<Publish>();
        await Channels.ExpectMsgAsync<Publish>();
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
        Connection.Tell(new ChannelProtocol.Channels(["x", "y"]));

        await Answered("1:[x,y] 2:[a,b]", requests: 2);
    }
}
