using System.Net.WebSockets;

namespace Broker.EndToEnd.Tests.Broadcast;

public class SubscribeSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private readonly BrokerProcess _broker = fixture.Broker;

    [Fact]
    public async Task What_a_subscriber_sends_is_ignored()
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "ignored");
        await subscriber.SendAsync(WebSocketMessageType.Text, "hello?"u8.ToArray());
        await subscriber.SendAsync(WebSocketMessageType.Binary, [0, 1, 2]);
        await subscriber.SendAsync(WebSocketMessageType.Text, []);
        await _broker.Http.PublishAsync("ignored", "only this");

        Assert.Equal("only this", await subscriber.NextTextAsync());
    }

    [Fact]
    public async Task Subscribers_of_other_channels_get_nothing()
    {
        using var one = await BroadcastClient.SubscribeAsync(_broker, "apart-1");
        using var two = await BroadcastClient.SubscribeAsync(_broker, "apart-2");
        await _broker.Http.PublishAsync("apart-1", "first");
        await _broker.Http.PublishAsync("apart-2", "second");

        Assert.Equal("first", await one.NextTextAsync());
        Assert.Equal("second", await two.NextTextAsync());
    }

    [Fact]
    public async Task A_WebSocket_subscriber_starts_with_what_comes_next()
    {
        await _broker.Http.PublishAsync("broadcast", "before");
        using var subscriber = await WireConnection.UpgradeAsync(_broker.HttpPort, "/subscribe");
        await _broker.Http.PublishAsync("broadcast", "after");

        Assert.Equal("after", (await subscriber.ReadFrameAsync()).Text);
    }

    [Fact]
    public async Task Leaves_the_channel_when_it_closes()
    {
        using var stays = await BroadcastClient.SubscribeAsync(_broker, "leaves");
        using var leaves = await BroadcastClient.SubscribeAsync(_broker, "leaves");
        await _broker.Http.ReachesAsync("leaves", receivers: 2);
        await leaves.CloseAsync();

        await _broker.Http.ReachesAsync("leaves", receivers: 1);
    }

    [Fact]
    public async Task Leaves_the_channel_when_its_connection_is_reset()
    {
        using var leaves = await WireConnection.UpgradeAsync(_broker.HttpPort, "/subscribe?channel=reset");
        await _broker.Http.ReachesAsync("reset", receivers: 1);
        leaves.Reset();

        await _broker.Http.ReachesAsync("reset", receivers: 0);
    }

    [Fact]
    public async Task Leaves_the_channel_when_it_ends_its_sending_half_without_a_close_frame()
    {
        using var leaves = await WireConnection.UpgradeAsync(_broker.HttpPort, "/subscribe?channel=half");
        await _broker.Http.ReachesAsync("half", receivers: 1);
        leaves.EndSending();

        await _broker.Http.ReachesAsync("half", receivers: 0);
    }

    [Fact]
    public async Task Gets_its_first_message_also_when_it_is_published_the_moment_the_101_is_there()
    {
        foreach (var number in Enumerable.Range(1, 200))
        {
            using var subscriber =
                await WireConnection.UpgradeAsync(_broker.HttpPort, "/subscribe?channel=first");
            await _broker.Http.PublishAsync("first", $"{number}");
            Assert.Equal($"{number}", (await subscriber.ReadFrameAsync()).Text);
        }
    }
}
