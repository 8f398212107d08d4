using System.Net.WebSockets;
using System.Text;

namespace Broker.EndToEnd.Tests.Chat;

public class AcrossProtocolsSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private readonly BrokerProcess _broker = fixture.Broker;

    [Fact]
    public async Task A_publish_over_HTTP_reaches_Chat_subscribers_from_the_sender_http()
    {
        using var alice = await ChatClient.JoinAsync(_broker, "from-http");
        await _broker.Http.PublishAsync("from-http", "say \"hi\"\n");
        var delivery = await alice.NextDeliveryAsync();

        Assert.Equal("http", (string?)delivery["sender"]);
        Assert.Equal("from-http", (string?)delivery["channel_name"]);
        Assert.Equal("say \"hi\"\n", (string?)delivery["content"]);
    }

    [Theory]
    [InlineData("hi")]
    [InlineData("")]
    [InlineData("say \"hi\" \\ 日本語 🎉\n\0")]
    public async Task A_Chat_publish_reaches_Broadcast_subscribers_as_the_bare_content(string content)
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "from-chat");
        using var stream = await EventSubscriber.SubscribeAsync(_broker, "from-chat");
        using var alice = await ChatClient.JoinAsync(_broker, "from-chat");
        await alice.PublishAsync("from-chat", content);
        var message = await subscriber.NextAsync();

        Assert.Equal(WebSocketMessageType.Text, message.Type);
        Assert.Equal(Encoding.UTF8.GetBytes(content), message.Bytes);
        Assert.Equal(content, (await stream.NextAsync()).Data);
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0xff, 0x62 }, "a\uFFFDb")]
    [InlineData(new byte[] { 0x61, 0xc3 }, "a\uFFFD")]
    public async Task A_body_that_is_not_UTF_8_reaches_Chat_with_replacement_characters(
        byte[] body, string content)
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "broken");
        using var alice = await ChatClient.JoinAsync(_broker, "broken");
        await _broker.Http.PublishAsync("broken", body);

        Assert.Equal(content, await alice.NextContentAsync());
        Assert.Equal(WebSocketMessageType.Binary, (await subscriber.NextAsync()).Type);
    }

    [Fact]
    public async Task An_empty_body_is_an_empty_content()
    {
        using var alice = await ChatClient.JoinAsync(_broker, "empty");
        await _broker.Http.PublishAsync("empty", "");

        Assert.Equal("", await alice.NextContentAsync());
    }

    [Fact]
    public async Task A_name_with_blanks_and_signs_is_one_channel_in_both_protocols()
    {
        const string name = "a b/c?d&e=f+g%h é";
        using var alice = await ChatClient.JoinAsync(_broker, name);
        await _broker.Http.PublishAsync(name, "hi");

        Assert.Equal("hi", await alice.NextContentAsync());
        Assert.Contains(name, await alice.ListAsync());
    }
}
