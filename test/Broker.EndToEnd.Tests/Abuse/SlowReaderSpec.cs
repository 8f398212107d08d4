namespace Broker.EndToEnd.Tests.Abuse;

public class SlowReaderSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    // Far more than the outbox and all socket buffers of both ends can hold.
    private const int MessagesMax = 2000;
    private const int MessageBytes = 60_000;

    private readonly BrokerProcess _broker = fixture.Broker;

    [Theory]
    [InlineData("/subscribe?channel=", false)]
    [InlineData("/subscribe?channel=", true)]
    public async Task A_subscriber_that_stops_reading_is_disconnected_and_the_others_miss_nothing(
        string target, bool withCookie)
    {
        var channel = $"slow-{withCookie}";
        string[] headers = withCookie ? ["Cookie: theme=dark"] : [];
        using var slow = await StopsReadingAsync(target + channel, headers);

        await PublishUntilAloneAsync(channel);
        await slow.ReadToEndAsync();
    }

    [Fact]
    public async Task An_event_stream_that_stops_reading_is_ended()
    {
        using var slow = await WireConnection.ConnectAsync(_broker.HttpPort);
        await slow.SendAsync(
            "GET /subscribe?channel=slow-stream HTTP/1.1\r\nHost: localhost\r\n"
            + "Accept: text/event-stream\r\nConnection: close\r\n\r\n");
        await slow.ReadHeadAsync();

        await PublishUntilAloneAsync("slow-stream");
        await slow.ReadToEndAsync();
    }

    [Fact]
    public async Task A_Chat_client_that_stops_reading_is_disconnected()
    {
        using var slow = await StopsReadingAsync("/api/connect", []);
        await slow.SendAsync(WireFrame.OfText(Request.Subscribe("slow-chat")));
        await _broker.Http.ReachesAsync("slow-chat", receivers: 1);

        await PublishUntilAloneAsync("slow-chat");
        await slow.ReadToEndAsync();
    }

    private async Task<WireConnection> StopsReadingAsync(string target, string[] headers)
    {
        var slow = await WireConnection.ConnectAsync(_broker.HttpPort, receiveBuffer: 4096);
        await slow.SendAsync(WireConnection.Handshake(target, _broker.HttpPort, headers));
        Assert.Equal(101, (await slow.ReadHeadAsync()).Status);
        return slow;
    }

    // Each message is read by the one that reads before the next is sent, so only the other falls behind.
    private async Task PublishUntilAloneAsync(string channel)
    {
        using var quick = await BroadcastClient.SubscribeAsync(_broker, channel);
        var text = new string('x', MessageBytes);
        foreach (var number in Enumerable.Range(0, MessagesMax))
        {
            var receipt = await _broker.Http.PublishForReceiptAsync(channel, $"{number}{text}");
            Assert.Equal($"{number}{text}", await quick.NextTextAsync());
            if ((int)receipt["receivers"]! == 1) return;
        }
        Assert.Fail($"Still there after {MessagesMax} unread messages of {MessageBytes} bytes.");
    }
}
