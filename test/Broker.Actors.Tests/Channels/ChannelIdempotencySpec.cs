using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

public class ChannelIdempotencySpec : ChannelStage
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task A_repeat_is_answered_as_the_first_and_delivered_once()
    {
        var alice = await Subscriber();
        var first = await Published("a", key: "k");
        await Subscriber();
        var repeat = await Published("a", key: "k");

        Assert.Equal(first, repeat);
        Assert.Equal(["a"], alice.Lines);
        Assert.Equal(2, (await Published("b", key: "other")).Offset);
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task A_repeat_that_meets_the_first_in_the_batch_waits_for_the_same_receipt()
    {
        var alice = await Subscriber();
        Together(
            Publish("a", "k", receipt: true), Publish("a", "k", receipt: true), Publish("b", receipt: true));

        var first = await ExpectMsgAsync<Published>();
        Assert.Equal(first, await ExpectMsgAsync<Published>());
        Assert.Equal((1, 1), (first.Receipt.Offset, first.Receipt.Receivers));
        Assert.Equal(2, (await ExpectMsgAsync<Published>()).Receipt.Offset);
        Assert.Equal(["a", "b"], alice.Lines);
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task A_repeat_that_wants_no_receipt_gets_no_answer()
    {
        await Published("a", key: "k");
        Channel.Tell(Publish("a", key: "k"), TestActor);

        await Settled();
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task A_repeat_can_ask_for_the_receipt_that_the_first_did_not_want()
    {
        Channel.Tell(Publish("a", key: "k"), TestActor);

        Assert.Equal(1, (await Published("a", key: "k")).Offset);
    }

    [Fact]
    public async Task A_key_is_free_when_the_window_has_passed()
    {
        await Published("a", key: "k");
        await Pass(Window);

        Assert.Equal(2, (await Published("a", key: "k")).Offset);
    }

    [Fact]
    public async Task A_remembered_key_keeps_the_channel_until_it_is_forgotten()
    {
        await Published("a", key: "k");
        Channel.Tell(StopIfEmpty.Instance, Registry.Ref);
        await Registry.ExpectMsgAsync(new ChannelInUse(News));

        await Pass(Window);
        await Registry.ExpectMsgAsync(new ChannelVacant(News, KeepsState: false));
    }
}
