using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

public class ChannelDeliverySpec : ChannelStage
{
    [Fact]
    public async Task Every_subscriber_gets_every_publication_in_order_and_the_publisher_a_receipt()
    {
        var (alice, bob) = (await Subscriber(), await Subscriber());

        var first = await Published("a");
        var second = await Published("b");

        Assert.Equal(["a", "b"], alice.Lines);
        Assert.Equal(["a", "b"], bob.Lines);
        Assert.Equal(new Receipt(News, 1, first.Epoch, Receivers: 2, Durability.Memory), first);
        Assert.Equal(first with { Offset = 2 }, second);
        Assert.NotEmpty(first.Epoch);
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task Publications_that_wait_together_are_encoded_once_per_encoding_and_sent_in_one_piece()
    {
        var (one, other) = (new LineEncoding(), new LineEncoding());
        var listeners = new[]
        {
            await Subscriber(encoding: one),
            await Subscriber(encoding: one),
            await Subscriber(encoding: other),
        };
        Together(Publish("a"), Publish("b"), Publish("c"));
        await Settled();

        Assert.Equal((3, 3), (one.Calls, other.Calls));
        Assert.All(listeners, listener => Assert.Equal(["a", "b", "c"], listener.Lines));
        Assert.All(listeners, listener => Assert.Equal(1, listener.Transport.Sends));
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task A_batch_goes_out_by_itself_behind_all_that_waits()
    {
        var alice = await Subscriber();
        Together(Publish("a"), Publish("b", receipt: true));
        var receipt = (await ExpectMsgAsync<Published>()).Receipt;

        Assert.Equal(2, receipt.Offset);
        Assert.Equal(1, alice.Transport.Sends);
    }

    [Theory]
    [InlineData("batch-publications-max = 2", 3)]
    [InlineData("batch-bytes-max = 3", 2)]
    [InlineData("batch-bytes-max = 1", 5)]
    public async Task A_batch_past_its_limit_goes_out_in_pieces(string overlay, int pieces)
    {
        Start(overlay);
        var alice = await Subscriber();
        Together([.. "abcde".Select(letter => Publish($"{letter}"))]);
        await Settled();

        Assert.Equal(["a", "b", "c", "d", "e"], alice.Lines);
        Assert.Equal(pieces, alice.Transport.Sends);
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task A_subscriber_hears_nothing_that_was_published_before_it_came()
    {
        await Subscriber();
        var bob = Listener();
        Together(Publish("before"), bob.Subscribe(), Publish("after"));
        Assert.Equal(1, (await ExpectMsgAsync<Subscribed>()).Offset);
        await Settled();

        Assert.Equal(["after"], bob.Lines);
    }

    [Fact]
    public async Task A_subscriber_hears_all_that_was_published_before_it_left()
    {
        await Subscriber();
        var bob = await Subscriber();
        Together(Publish("before"), new Unsubscribe(News, bob.Ref), Publish("after"));
        await ExpectMsgAsync<Unsubscribed>();
        await Settled();

        Assert.Equal(["before"], bob.Lines);
    }

    [Fact]
    public async Task A_receipt_counts_the_outboxes_that_took_the_publication()
    {
        var (_, gone) = (await Subscriber(), await Subscriber());
        gone.Transport.Outbox.Abandon();

        Assert.Equal(1, (await Published("a")).Receivers);
    }

    [Fact]
    public async Task Without_a_wish_for_a_receipt_there_is_no_answer()
    {
        await Subscriber();
        Channel.Tell(Publish("a"), TestActor);

        // The answer to this is the first that comes.
        await Settled();
    }

    [Fact]
    public async Task An_excepted_subscriber_does_not_hear_that_publication_and_hears_the_others()
    {
        var (alice, bob) = (await Subscriber(), await Subscriber());
        Together(
            Publish("a"),
            Publish("b", receipt: true) with { Except = alice.Ref },
            Publish("c", receipt: true));

        Assert.Equal(1, (await ExpectMsgAsync<Published>()).Receipt.Receivers);
        Assert.Equal(2, (await ExpectMsgAsync<Published>()).Receipt.Receivers);
        Assert.Equal(["a", "c"], alice.Lines);
        Assert.Equal(["a", "b", "c"], bob.Lines);
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task A_slow_consumer_is_told_once_and_the_others_hear_on()
    {
        var (slow, fast) = (await Subscriber(SpecSettings.Outbox("bytes-max = 100")), await Subscriber());
        slow.Transport.Room = 0;
        await Published("a");
        foreach (var content in (string[])["b", "c", "d"])
            Assert.Equal(1, (await Published(content)).Receivers);

        slow.Ref.Tell("marker");
        await slow.Probe.ExpectMsgAsync(new SlowConsumer(News));
        await slow.Probe.ExpectMsgAsync("marker");
        Assert.Equal(["a", "b", "c", "d"], fast.Lines);
    }

    [Fact]
    public async Task The_kinds_policy_decides_what_a_full_outbox_does()
    {
        Start("kinds.news { pattern = news, slow-consumer = keep-latest }");
        var slow = await Subscriber(SpecSettings.Outbox("bytes-max = 100"));
        slow.Transport.Room = 0;
        foreach (var content in (string[])["a", "b", "c", "d"]) await Published(content);

        slow.Transport.WriteAll();
        Assert.Equal(["d"], slow.Lines);
    }

    [Fact]
    public async Task What_an_encoding_leaves_out_is_not_sent_to_its_subscribers()
    {
        var deaf = await Subscriber(encoding: new LineEncoding { LeavesOut = text => text == "a" });
        var alice = await Subscriber();

        Assert.Equal(1, (await Published("a")).Receivers);
        Assert.Equal(2, (await Published("b")).Receivers);
        Assert.Equal(["b"], deaf.Lines);
        Assert.Equal(["a", "b"], alice.Lines);
    }
}
