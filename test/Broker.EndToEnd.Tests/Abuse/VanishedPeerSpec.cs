namespace Broker.EndToEnd.Tests.Abuse;

/// <summary>
/// A peer that lost its network says nothing and ends nothing. A client that leaves pings unanswered looks
/// just the same to the server.
/// </summary>
public class VanishedPeerSpec
{
    [Theory]
    [InlineData("/subscribe?channel=vanished", "User-Agent: e2e")]
    [InlineData("/subscribe?channel=vanished", "Cookie: theme=dark")]
    public async Task A_client_that_leaves_pings_unanswered_is_dropped(string target, string header)
    {
        await using var broker = await BrokerProcess.StartAsync(
            new BrokerStart { Config = $"{Settings.PingInterval} = 1s\n{Settings.PongTimeout} = 1s" });
        using var vanished = await WireConnection.UpgradeAsync(broker.HttpPort, target, header);
        Assert.Equal(Opcode.Ping, (await vanished.ReadFrameAsync()).Opcode);

        await vanished.ReadToEndAsync();
        await broker.Http.ReachesAsync("vanished", receivers: 0);
    }

    [Fact]
    public async Task A_client_that_answers_pings_stays()
    {
        await using var broker = await BrokerProcess.StartAsync(
            new BrokerStart { Config = $"{Settings.PingInterval} = 1s\n{Settings.PongTimeout} = 1s" });
        using var quiet = await WireConnection.UpgradeAsync(broker.HttpPort, "/subscribe?channel=quiet");
        foreach (var _ in Enumerable.Range(0, 3))
        {
            var ping = await quiet.ReadFrameAsync();
            Assert.Equal(Opcode.Ping, ping.Opcode);
            await quiet.SendAsync(new WireFrame(Opcode.Pong, ping.Payload));
        }
        await broker.Http.PublishAsync("quiet", "still there?");

        Assert.Equal("still there?", (await quiet.ReadFrameAsync()).Text);
    }
}
