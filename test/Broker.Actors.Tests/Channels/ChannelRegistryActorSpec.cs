using Broker.Actors.Channels;
using Broker.Actors.Tests.Connections;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>
/// The spec plays every channel: it sees what the registry sends them and decides when they stop.
/// </summary>
public class ChannelRegistryActorSpec : TestKit
{
    private readonly TestProbe _channel;
    private readonly IActorRef _registry;
    private readonly PublishBudget _budget = new(bytesMax: 1 << 20);
    private int _started;

    public ChannelRegistryActorSpec()
    {
        var settings = SpecSettings.Channel(
            "channels-max = 3, held-max = 1, kinds.kept { pattern = \"kept*\", history-size-max = 1 }");
        _channel = CreateTestProbe();
        _registry = Sys.ActorOf(ChannelRegistryActor.PropsFor(_ => Play(), settings, _budget));
    }

    [Fact]
    public async Task Starts_a_channel_for_the_first_subscriber_and_routes_to_it_from_then_on()
    {
        var subscribe = Subscribe("news");
        _registry.Tell(subscribe, TestActor);
        Assert.Same(subscribe, await _channel.ExpectMsgAsync<Subscribe>());
        Assert.Equal(TestActor, _channel.Sender);

        var publish = Publish("news");
        _registry.Tell(publish, TestActor);
        Assert.Same(publish, await _channel.ExpectMsgAsync<Publish>());
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("%41")]
    [InlineData("žluť 🐎 ?*+$")]
    public async Task Every_name_becomes_a_channel(string name)
    {
        _registry.Tell(Subscribe(name), TestActor);

        Assert.Equal(name, (await _channel.ExpectMsgAsync<Subscribe>()).Channel.Value);
    }

    [Fact]
    public async Task Publishing_to_nobody_starts_nothing_and_answers_so()
    {
        _registry.Tell(Publish("news") with { Receipt = true }, TestActor);

        await ExpectMsgAsync(new Published(new Receipt(News, 0, "", Receivers: 0, Durability.Memory)));
        Assert.Equal(0, _budget.Bytes);
        await NothingStarted();
    }

    [Fact]
    public async Task Publishing_to_nobody_without_a_wish_for_a_receipt_is_not_answered()
    {
        _registry.Tell(Publish("news"), TestActor);

        Assert.Empty(await List());
        Assert.Equal(0, _budget.Bytes);
    }

    [Fact]
    public async Task Publishing_to_nobody_starts_a_channel_where_something_is_remembered()
    {
        _registry.Tell(Publish("kept.1"), TestActor);
        Assert.Equal("kept.1", (await _channel.ExpectMsgAsync<Publish>()).Channel.Value);

        _registry.Tell(Publish("news") with { IdempotencyKey = "k" }, TestActor);
        Assert.Equal("k", (await _channel.ExpectMsgAsync<Publish>()).IdempotencyKey);
    }

    [Fact]
    public async Task Unsubscribing_from_no_channel_is_answered_and_starts_nothing()
    {
        _registry.Tell(new Unsubscribe(News, TestActor), TestActor);

        await ExpectMsgAsync(new Unsubscribed(News));
        await NothingStarted();
    }

    [Fact]
    public async Task One_channel_too_many_is_rejected()
    {
        foreach (var name in (string[])["a", "b", "c"]) await Started(name);
        _registry.Tell(Subscribe("d"), TestActor);
        await ExpectMsgAsync(new Rejected(Names.Channel("d"), RejectReason.TooManyChannels));

        _registry.Tell(Publish("kept.1") with { Receipt = true }, TestActor);
        await ExpectMsgAsync(new Rejected(Names.Channel("kept.1"), RejectReason.TooManyChannels));
        Assert.Equal(0, _budget.Bytes);
    }

    [Fact]
    public async Task Lists_and_counts_the_public_channels_that_are_occupied_by_ordinal()
    {
        foreach (var name in (string[])["b", "a", "B"])
        {
            await Started(name);
            _registry.Tell(new ChannelOccupied(Names.Channel(name)));
        }
        _registry.Tell(new ChannelOccupied(ChannelName.Private("hub", "1")));
        Assert.Equal(["B", "a", "b"], await List());

        _registry.Tell(new ChannelVacant(Names.Channel("a"), KeepsState: true));
        Assert.Equal(["B", "b"], await List());

        _registry.Tell(CountChannels.Instance, TestActor);
        await ExpectMsgAsync(new ChannelCount(2));
    }

    [Fact]
    public async Task A_channel_that_keeps_state_is_not_asked_to_stop()
    {
        await Started("news");
        _registry.Tell(new ChannelVacant(News, KeepsState: true));

        await NothingReachesTheChannel();
    }

    [Fact]
    public async Task Holds_commands_while_a_channel_may_stop_and_starts_the_next_one_with_them()
    {
        await Retiring();
        _registry.Tell(Subscribe("news"), TestActor);
        await NothingReachesTheChannel();

        var first = await ChannelActor();
        Sys.Stop(first);
        await _channel.ExpectMsgAsync<Subscribe>();
        Assert.Equal(TestActor, _channel.Sender);
        Assert.NotEqual(first, await ChannelActor());
    }

    [Fact]
    public async Task Holds_commands_while_a_channel_may_stop_and_sends_them_on_when_it_stays()
    {
        await Retiring();
        _registry.Tell(Publish("news"), TestActor);
        await NothingReachesTheChannel();

        _registry.Tell(new ChannelInUse(News));
        await _channel.ExpectMsgAsync<Publish>();
        _registry.Tell(Publish("news"), TestActor);
        await _channel.ExpectMsgAsync<Publish>();
    }

    [Fact]
    public async Task A_channel_is_asked_to_stop_once_however_often_it_says_that_it_is_vacant()
    {
        await Retiring();
        _registry.Tell(new ChannelVacant(News, KeepsState: false));
        await NothingReachesTheChannel();

        _registry.Tell(new ChannelInUse(News));
        _registry.Tell(new ChannelVacant(News, KeepsState: false));
        await _channel.ExpectMsgAsync<StopIfEmpty>();
    }

    [Fact]
    public async Task What_is_held_past_the_limit_is_answered_busy_and_leaves_the_budget()
    {
        await Retiring();
        _registry.Tell(Subscribe("news"), TestActor);
        _registry.Tell(Subscribe("news"), TestActor);
        _registry.Tell(Publish("news") with { Receipt = true }, TestActor);
        _registry.Tell(Publish("news"), TestActor);

        await ExpectMsgAsync(new Rejected(News, RejectReason.Busy));
        await ExpectMsgAsync(new Rejected(News, RejectReason.Busy));
        await List();
        Assert.Equal(0, _budget.Bytes);
    }

    [Fact]
    public async Task A_held_publication_meets_nobody_when_the_channel_has_stopped()
    {
        await Retiring();
        _registry.Tell(Publish("news") with { Receipt = true }, TestActor);
        Sys.Stop(await ChannelActor());

        Assert.Equal(0, (await ExpectMsgAsync<Published>()).Receipt.Offset);
        Assert.Equal(0, _budget.Bytes);
    }

    [Fact]
    public async Task A_channel_that_ended_is_off_the_list_and_its_place_is_free()
    {
        foreach (var name in (string[])["a", "b", "news"]) await Started(name);
        _registry.Tell(new ChannelOccupied(News));
        var channel = await ChannelActor();
        Watch(channel);
        Sys.Stop(channel);
        await ExpectTerminatedAsync(channel);

        await AwaitAssertAsync(async () => Assert.Empty(await List()));
        await Started("d");
    }

    private Props Play()
    {
        _started++;
        return Forwarder.PropsFor(_channel.Ref);
    }

    private Subscribe Subscribe(string name) =>
        new(Names.Channel(name), TestActor, new ScriptedTransport().Outbox, new LineEncoding());

    private Publish Publish(string name)
    {
        Assert.True(_budget.TryEnter(1));
        return new Publish(Names.Channel(name), "alice", "x"u8.ToArray(), IsText: true);
    }

    private async Task Started(string name)
    {
        _registry.Tell(Subscribe(name), TestActor);
        await _channel.ExpectMsgAsync<Subscribe>();
    }

    /// <summary>
    /// The channel has said that it is vacant and was asked to stop; it has not answered yet.
    /// </summary>
    private async Task Retiring()
    {
        await Started("news");
        _registry.Tell(new ChannelVacant(News, KeepsState: false));
        await _channel.ExpectMsgAsync<StopIfEmpty>();
    }

    private Task<IActorRef> ChannelActor() =>
        Sys.ActorSelection(_registry.Path / "news").ResolveOne(TimeSpan.FromSeconds(3));

    private async Task<IReadOnlyList<string>> List()
    {
        _registry.Tell(ListChannels.Instance, TestActor);
        return (await ExpectMsgAsync<ChannelProtocol.Channels>()).Names;
    }

    private async Task NothingStarted()
    {
        await List();
        Assert.Equal(0, _started);
    }

    // What the registry sent the channel before it answered us is in its mailbox before this marker.
    private async Task NothingReachesTheChannel()
    {
        await List();
        (await ChannelActor()).Tell("marker");
        await _channel.ExpectMsgAsync("marker");
    }
}
