namespace Broker.EndToEnd.Tests.Chat;

public class SubscriptionSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private readonly BrokerProcess _broker = fixture.Broker;

    [Fact]
    public async Task Subscribing_answers_with_the_channel_and_how_many_subscribe_now()
    {
        using var alice = await ChatClient.ConnectAsync(_broker);
        using var bob = await ChatClient.ConnectAsync(_broker);

        Assert.Equal(Subscribed("counted", 1), (await alice.SubscribeAsync("counted")).ToJsonString());
        Assert.Equal(Subscribed("counted", 2), (await bob.SubscribeAsync("counted")).ToJsonString());
    }

    [Fact]
    public async Task Subscribing_twice_is_fine_and_counts_once()
    {
        using var alice = await ChatClient.JoinAsync(_broker, "twice");

        Assert.Equal(Subscribed("twice", 1), (await alice.SubscribeAsync("twice")).ToJsonString());
        await alice.PublishAsync("twice", "one");
        await alice.PublishAsync("twice", "two");
        Assert.Equal("one", await alice.NextContentAsync());
        Assert.Equal("two", await alice.NextContentAsync());
    }

    [Fact]
    public async Task Unsubscribing_answers_ok_without_info_and_ends_the_deliveries()
    {
        using var alice = await ChatClient.JoinAsync(_broker, "left");
        using var bob = await ChatClient.JoinAsync(_broker, "left");
        var answer = await bob.AskAsync(Request.Unsubscribe("left"));
        await alice.PublishAsync("left", "without bob");

        Assert.Equal("""{"status":"ok"}""", answer.ToJsonString());
        Assert.Equal("without bob", await alice.NextContentAsync());
        await bob.SubscribeAsync("left");
        await alice.PublishAsync("left", "with bob");
        Assert.Equal("with bob", await bob.NextContentAsync());
    }

    [Fact]
    public async Task The_count_falls_when_a_subscriber_unsubscribes()
    {
        using var alice = await ChatClient.JoinAsync(_broker, "falls");
        using var bob = await ChatClient.JoinAsync(_broker, "falls");
        await bob.AskAsync(Request.Unsubscribe("falls"));

        Assert.Equal(Subscribed("falls", 1), (await alice.SubscribeAsync("falls")).ToJsonString());
    }

    [Theory]
    [InlineData("$offers")]
    [InlineData("$hub.1")]
    [InlineData("")]
    [InlineData("control\u0001here")]
    public async Task A_reserved_or_invalid_name_is_an_error_and_the_socket_stays_open(string channel)
    {
        using var alice = await ChatClient.ConnectAsync(_broker);

        Assert.Equal("error", (string?)(await alice.AskAsync(Request.Subscribe(channel)))["status"]);
        Assert.Equal("error", (string?)(await alice.AskAsync(Request.Publish(channel, "x")))["status"]);
        Assert.Empty(await alice.ListAsync(Request.ListMine));
    }

    [Fact]
    public async Task A_channel_name_may_have_255_bytes_and_not_one_more()
    {
        using var alice = await ChatClient.ConnectAsync(_broker);
        await alice.SubscribeAsync(new string('n', 253) + "é");
        var longer = await alice.AskAsync(Request.Subscribe(new string('n', 254) + "é"));

        Assert.Equal("error", (string?)longer["status"]);
    }

    [Fact]
    public async Task A_connection_may_have_1000_channels_and_not_one_more()
    {
        using var alice = await ChatClient.ConnectAsync(_broker);
        foreach (var number in Enumerable.Range(1, 1000)) await alice.SubscribeAsync($"many-{number}");

        Assert.Equal("error", (string?)(await alice.AskAsync(Request.Subscribe("many-1001")))["status"]);
        await alice.AskAsync(Request.Unsubscribe("many-1"));
        await alice.SubscribeAsync("many-1001");
    }

    private static string Subscribed(string channel, int total) =>
        $$$"""{"status":"ok","info":{"channel_name":"{{{channel}}}","total_subscribers":{{{total}}}}}""";
}
