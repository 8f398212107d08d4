namespace Broker.EndToEnd.Tests.Broadcast;

/// <summary>A publication of exactly 1 MiB, the limit, by every way in and out.</summary>
public class LargestPublicationSpec
{
    // A chat message may be 64 KiB where no one says otherwise.
    private const string Config =
        """
        broker.websocket.chat-message-bytes-max = 2MiB
        broker.channel.kinds.stored { pattern = stored, store = on, history-size-max = 10 }
        """;

    private static readonly string Content = new('x', 1024 * 1024);

    [Theory]
    [InlineData("plain")]
    [InlineData("stored")]
    public async Task Reaches_the_subscribers_of_every_protocol_whoever_publishes(string channel)
    {
        await using var broker = await BrokerProcess.StartAsync(new BrokerStart { Config = Config });
        using var socket = await BroadcastClient.SubscribeAsync(broker, channel);
        using var events = await EventSubscriber.SubscribeAsync(broker, channel);
        using var chat = await ChatClient.JoinAsync(broker, channel, "alice");

        async Task AllGetItAsync()
        {
            Assert.Equal(Content, await socket.NextTextAsync());
            Assert.Equal(Content, (await events.NextAsync()).Data);
            Assert.Equal(Content, await chat.NextContentAsync());
        }

        await broker.Http.PublishAsync(channel, Content);
        await AllGetItAsync();
        using (var answer = await broker.Http.OpenAsync(
            new HttpRequestMessage(HttpMethod.Post, $"/publish/batch?channel={channel}")
            {
                Content = new StringContent($$"""{"content":"{{Content}}"}"""),
            }))
            Assert.Equal("""{"accepted":1,"errors":[]}""", await answer.Content.ReadAsStringAsync());
        await AllGetItAsync();
        await chat.SendAsync(Request.Publish(channel, Content));
        Assert.Equal("ok", (string?)(await chat.NextAnswerAsync())["status"]);
        await AllGetItAsync();
    }

    [Fact]
    public async Task Reaches_a_user_by_a_message_and_stays_in_the_inbox()
    {
        await using var broker = await BrokerProcess.StartAsync();
        using var http = new UsersHttp(broker);
        using var socket = await UserSocket.ConnectAsync(broker, await http.TokenAsync("ann"));
        await http.MessageAsync("ann", Content);

        Assert.Equal(Content, await socket.NextAsync());
        Assert.Equal(Content, (string?)Assert.Single(await http.ReadAsync("ann"))!["content"]);
    }

    [Fact]
    public async Task Reaches_a_client_of_the_hub()
    {
        await using var broker = await BrokerProcess.StartAsync();
        using var sender = await HubClient.ConnectAsync(broker.StartedWith.HubPort);
        using var receiver = await HubClient.ConnectAsync(broker.StartedWith.HubPort);
        await sender.SendAsync(HubClient.Relay([receiver.Id], Content));

        Assert.Equal(Content.Length, (await receiver.Wire.ReadAsync(Content.Length)).Length);
        await receiver.IsInStepAsync();
    }
}
