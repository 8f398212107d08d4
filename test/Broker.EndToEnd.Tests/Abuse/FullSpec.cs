namespace Broker.EndToEnd.Tests.Abuse;

/// <summary>A broker at its limits says so, and those who are in notice nothing.</summary>
public class FullSpec(FullSpec.SmallServer server) : IClassFixture<FullSpec.SmallServer>
{
    private readonly BrokerProcess _broker = server.Broker;

    [Fact]
    public async Task A_channel_with_all_its_subscribers_refuses_the_next_and_serves_the_others()
    {
        using var one = await BroadcastClient.SubscribeAsync(_broker, "small");
        using var two = await BroadcastClient.SubscribeAsync(_broker, "small");
        using var three = await WireConnection.ConnectAsync(_broker.HttpPort);
        await three.SendAsync(WireConnection.Handshake("/subscribe?channel=small", _broker.HttpPort));

        Assert.Equal(503, (await three.ReadHeadAsync()).Status);
        await _broker.Http.PublishAsync("small", "still here");
        Assert.Equal("still here", await one.NextTextAsync());
        Assert.Equal("still here", await two.NextTextAsync());
    }

    [Fact]
    public async Task A_chat_client_is_told_that_a_channel_is_full_and_stays()
    {
        using var first = await ChatClient.JoinAsync(_broker, "crowded");
        using var second = await ChatClient.JoinAsync(_broker, "crowded");
        using var third = await ChatClient.ConnectAsync(_broker);
        var answer = await third.AskAsync(Request.Subscribe("crowded"));

        Assert.Equal("error", (string?)answer["status"]);
        Assert.Contains("crowded", (string?)answer["info"]!["detail"], StringComparison.Ordinal);
        Assert.Empty(await third.ListAsync(Request.ListMine));
    }

    [Fact]
    public async Task A_channel_closed_to_clients_is_forbidden()
    {
        using var client = await ChatClient.ConnectAsync(_broker);
        var answer = await client.AskAsync(Request.Subscribe("closed"));

        Assert.Equal("error", (string?)answer["status"]);
    }

    public sealed class SmallServer : IAsyncLifetime
    {
        public BrokerProcess Broker { get; private set; } = null!;

        public async Task InitializeAsync() => Broker = await BrokerProcess.StartAsync(new BrokerStart
        {
            Config = """
                broker.channel.kinds.default.subscribers-max = 2
                broker.channel.kinds.closed { pattern = closed, subscribe = nobody }
                """,
        });

        public async Task DisposeAsync() => await Broker.DisposeAsync();
    }
}
