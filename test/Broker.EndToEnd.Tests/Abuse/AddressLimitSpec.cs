using System.Text;

namespace Broker.EndToEnd.Tests.Abuse;

/// <summary>One address and how many connections it may have, over all protocols.</summary>
public class AddressLimitSpec
{
    private const string Setting = "broker.process.connections-per-address-max";
    private const string OnThisMachine = $"{Settings.TrustedProxies} = [\"127.0.0.0/8\", \"::1\"]";

    [Fact]
    public async Task Http_WebSocket_and_hub_count_together_and_each_says_so_in_its_form()
    {
        await using var broker = await StartAsync($"{Setting} = 3");
        // The specs' own client is the first of the three.
        using var chat = await ChatClient.ConnectAsync(broker);
        using var hub = await HubClient.ConnectAsync(broker.StartedWith.HubPort);

        Assert.Equal("""{"message":"too many connections from this address; try again later"}""",
            await RefusedAsync(broker, Head("POST /publish")));
        Assert.Equal("""{"error":"too many connections from this address; try again later"}""",
            await RefusedAsync(broker, Head("GET /v1/offers")));
        Assert.Equal("429: Too Many Requests", await RefusedAsync(broker, Head("GET /message")));
        await RefusedAsync(broker, WireConnection.Handshake("/api/connect", broker.HttpPort));
        using var refused = await HubWire.ConnectAsync(broker.StartedWith.HubPort);
        await refused.SendAsync("identity\nlist\n");
        Assert.Equal(
            "[Server] Error: too many connections from this address; try again later",
            await refused.ReadLineAsync());
        Assert.Equal("", await refused.ReadToEndAsync());

        await hub.IsInStepAsync();
        hub.Dispose();
        await Patience.UntilAsync(() => IsServedAsync(broker), () => "Nobody is let in.");
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_each_running_request_counts_for_its_client()
    {
        await using var broker = await StartAsync($"{Setting} = 1\n{OnThisMachine}");
        using var one = await ProxiedAsync(broker, "192.0.2.1", status: 101);
        using var two = await ProxiedAsync(broker, "192.0.2.2", status: 101);
        using var again = await ProxiedAsync(broker, "192.0.2.1", status: 429);
        using var direct = await WireConnection.UpgradeAsync(broker.HttpPort, "/api/connect");

        one.Dispose();
        await Patience.UntilAsync(
            async () =>
            {
                using var connection = await WireConnection.ConnectAsync(broker.HttpPort);
                return await StatusAsync(broker, connection, "192.0.2.1") == 101;
            },
            () => "The address stays full.");
    }

    [Fact]
    public async Task In_dev_there_is_no_limit_unless_it_is_set()
    {
        await using var broker = await StartAsync("");
        var clients = new List<HubClient>();
        for (var i = 0; i < 1100; i++)
            clients.Add(await HubClient.ConnectAsync(broker.StartedWith.HubPort));

        await clients[^1].IsInStepAsync();
        clients.ForEach(client => client.Dispose());
    }

    private static Task<BrokerProcess> StartAsync(string config) => BrokerProcess.StartAsync(
        new BrokerStart { Config = config, Arguments = ["--bind=127.0.0.1"] });

    private static string Head(string request) => $"{request} HTTP/1.1\r\nHost: localhost\r\n\r\n";

    // The body of the answer, which ends the connection.
    private static async Task<string> RefusedAsync(BrokerProcess broker, string request)
    {
        using var connection = await WireConnection.ConnectAsync(broker.HttpPort);
        await connection.SendAsync(request);
        var head = await connection.ReadHeadAsync();
        Assert.Equal((429, "1", "close"), (head.Status, head["Retry-After"], head["Connection"]));
        return Encoding.UTF8.GetString(await connection.ReadToEndAsync());
    }

    private static async Task<bool> IsServedAsync(BrokerProcess broker)
    {
        using var connection = await WireConnection.ConnectAsync(broker.HttpPort);
        await connection.SendAsync(Head("GET /readyz"));
        return (await connection.ReadHeadAsync()).Status == 200;
    }

    private static async Task<WireConnection> ProxiedAsync(BrokerProcess broker, string client, int status)
    {
        var connection = await WireConnection.ConnectAsync(broker.HttpPort);
        Assert.Equal(status, await StatusAsync(broker, connection, client));
        return connection;
    }

    private static async Task<int> StatusAsync(BrokerProcess broker, WireConnection connection, string client)
    {
        await connection.SendAsync(WireConnection.Handshake(
            "/api/connect", broker.HttpPort, $"X-Forwarded-For: {client}"));
        return (await connection.ReadHeadAsync()).Status;
    }
}
