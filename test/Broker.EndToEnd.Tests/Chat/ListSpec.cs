namespace Broker.EndToEnd.Tests.Chat;

public class ListSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private readonly BrokerProcess _broker = fixture.Broker;

    [Fact]
    public async Task Names_every_existing_channel_sorted()
    {
        using var alice = await ChatClient.JoinAsync(_broker, "b");
        using var bob = await ChatClient.JoinAsync(_broker, "a");
        await bob.SubscribeAsync("B");
        await bob.SubscribeAsync("é");
        var all = await alice.ListAsync();

        // Other specs' channels may still be going.
        Assert.Equal(["B", "a", "b", "é"], all.Where(name => name is "a" or "b" or "B" or "é"));
        Assert.Equal(all.Order(StringComparer.Ordinal), all);
    }

    [Fact]
    public async Task With_scope_mine_names_only_the_callers()
    {
        using var alice = await ChatClient.JoinAsync(_broker, "mine-2");
        using var bob = await ChatClient.JoinAsync(_broker, "not-mine");
        await alice.SubscribeAsync("mine-1");

        Assert.Equal(["mine-1", "mine-2"], await alice.ListAsync(Request.ListMine));
    }

    [Fact]
    public async Task A_client_without_channels_has_an_empty_list()
    {
        using var alice = await ChatClient.ConnectAsync(_broker);

        var answer = await alice.AskAsync(Request.ListMine);
        Assert.Equal("""{"status":"ok","info":{"channels":[]}}""", answer.ToJsonString());
    }

    [Fact]
    public async Task Names_channels_that_only_Broadcast_subscribers_hold()
    {
        using var socket = await BroadcastClient.SubscribeAsync(_broker, "held-by-socket");
        using var stream = await EventSubscriber.SubscribeAsync(_broker, "held-by-stream");
        using var alice = await ChatClient.ConnectAsync(_broker);
        var all = await alice.ListAsync();

        Assert.Contains("held-by-socket", all);
        Assert.Contains("held-by-stream", all);
    }

    [Fact]
    public async Task A_channel_ends_with_its_last_unsubscribe()
    {
        using var alice = await ChatClient.JoinAsync(_broker, "ends");
        await alice.AskAsync(Request.Unsubscribe("ends"));

        Assert.DoesNotContain("ends", await alice.ListAsync());
    }

    [Fact]
    public async Task A_channel_ends_when_its_last_subscriber_of_any_protocol_disconnects()
    {
        using var alice = await ChatClient.ConnectAsync(_broker);
        using (var socket = await WireConnection.UpgradeAsync(_broker.HttpPort, "/subscribe?channel=last"))
        using (await EventSubscriber.SubscribeAsync(_broker, "last"))
        using (await ChatClient.JoinAsync(_broker, "last"))
        {
            Assert.Contains("last", await alice.ListAsync());
            socket.Reset();
        }

        await Patience.UntilAsync(
            async () => !(await alice.ListAsync()).Contains("last"),
            () => "The channel outlives its subscribers.");
    }

    [Fact]
    public async Task A_publish_starts_no_channel()
    {
        using var alice = await ChatClient.ConnectAsync(_broker);
        await _broker.Http.PublishAsync("never-subscribed", "hi");
        await _broker.Http.PublishAsync("broadcast", "kept as history, but no channel");
        var all = await alice.ListAsync();

        Assert.DoesNotContain("never-subscribed", all);
        Assert.DoesNotContain("broadcast", all);
    }
}
