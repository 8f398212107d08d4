using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

public class ChannelRegistryActorSpec : ChannelRegistryStage
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(7, false)]
    public async Task Reading_a_channel_that_does_not_exist_starts_nothing(long since, bool continuous)
    {
        Registry.Tell(new ReadHistory(News, new StreamPosition(since, Epoch: null)), TestActor);

        var read = await ExpectMsgAsync<HistoryRead>();
        Assert.Equal((0L, "", continuous), (read.Offset, read.Epoch, read.Continuous));
        Assert.Empty(read.Publications);
        await NothingStarted();
    }

    [Fact]
    public async Task Starts_a_channel_for_the_first_subscriber_and_routes_to_it_from_then_on()
    {
        var subscribe = Subscribe("news");
        Registry.Tell(subscribe, TestActor);
        Assert.Same(subscribe, await Channel.ExpectMsgAsync<Subscribe>());
        Assert.Equal(TestActor, Channel.Sender);

        var publish = Publish("news");
        Registry.Tell(publish, TestActor);
        Assert.Same(publish, await Channel.ExpectMsgAsync<Publish>());
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("%41")]
    [InlineData("žluť 🐎 ?*+$")]
    public async Task Every_name_becomes_a_channel(string name)
    {
        Registry.Tell(Subscribe(name), TestActor);

        Assert.Equal(name, (await Channel.ExpectMsgAsync<Subscribe>()).Channel.Value);
    }

    [Fact]
    public async Task Publishing_to_nobody_starts_nothing_and_answers_so()
    {
        Registry.Tell(Publish("news") with { Receipt = true }, TestActor);

        await ExpectMsgAsync(new Published(new Receipt(News, 0, "", Receivers: 0, Durability.Memory)));
        Assert.Equal(0, Budget.Bytes);
        await NothingStarted();
    }

    [Fact]
    public async Task Publishing_to_nobody_without_a_wish_for_a_receipt_is_not_answered()
    {
        Registry.Tell(Publish("news"), TestActor);

        Assert.Empty(await List());
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task Publishing_to_nobody_starts_a_channel_where_something_is_remembered()
    {
        Registry.Tell(Publish("kept.1"), TestActor);
        Assert.Equal("kept.1", (await Channel.ExpectMsgAsync<Publish>()).Channel.Value);

        Registry.Tell(Publish("news") with { IdempotencyKey = "k" }, TestActor);
        Assert.Equal("k", (await Channel.ExpectMsgAsync<Publish>()).IdempotencyKey);
    }

    [Fact]
    public async Task Unsubscribing_from_no_channel_is_answered_and_starts_nothing()
    {
        Registry.Tell(new Unsubscribe(News, TestActor), TestActor);

        await ExpectMsgAsync(new Unsubscribed(News));
        await NothingStarted();
    }

    [Fact]
    public async Task A_channel_whose_kind_takes_no_subscribers_rejects_them_and_is_not_started()
    {
        Registry.Tell(Subscribe("closed"), TestActor);

        await ExpectMsgAsync(new Rejected(Names.Channel("closed"), RejectReason.Forbidden));
        await NothingStarted();
    }

    [Fact]
    public async Task One_channel_too_many_is_rejected()
    {
        foreach (var name in (string[])["a", "b", "c"]) await Started(name);
        Registry.Tell(Subscribe("d"), TestActor);
        await ExpectMsgAsync(new Rejected(Names.Channel("d"), RejectReason.TooManyChannels));

        Registry.Tell(Publish("kept.1") with { Receipt = true }, TestActor);
        await ExpectMsgAsync(new Rejected(Names.Channel("kept.1"), RejectReason.TooManyChannels));
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task Lists_and_counts_the_public_channels_that_are_occupied_by_ordinal()
    {
        foreach (var name in (string[])["b", "a", "B"])
        {
            await Started(name);
            Registry.Tell(new ChannelOccupied(Names.Channel(name)));
        }
        Registry.Tell(new ChannelOccupied(ChannelName.Private("hub", "1")));
        Assert.Equal(["B", "a", "b"], await List());

        Registry.Tell(new ChannelVacant(Names.Channel("a"), KeepsState: true));
        Assert.Equal(["B", "b"], await List());

        Registry.Tell(CountChannels.Instance, TestActor);
        await ExpectMsgAsync(new ChannelCount(2));
    }
}
