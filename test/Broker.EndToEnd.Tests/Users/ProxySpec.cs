namespace Broker.EndToEnd.Tests.Users;

/// <summary>Whose rate a request counts for behind a proxy. The window is a day, so that none ends.</summary>
public class ProxySpec
{
    private const string Rates = $"{Settings.Rate} {{ window = 1d, tokens-max = 1, connects-max = 1 }}";

    private const string OnThisMachine =
        $"{Settings.TrustedProxies} = [\"127.0.0.0/8\", \"::1\", \"10.0.0.1\"]";

    [Fact]
    public async Task Each_client_behind_a_trusted_proxy_has_its_own_rate()
    {
        await using var broker =
            await BrokerProcess.StartAsync(new BrokerStart { Config = $"{Rates}\n{OnThisMachine}" });

        Assert.Equal(200, await TokenAsync(broker, "192.0.2.1"));
        Assert.Equal(429, await TokenAsync(broker, "192.0.2.1"));
        Assert.Equal(200, await TokenAsync(broker, "192.0.2.2"));
        // The first was written by the client, the last by a proxy that stands before another one.
        Assert.Equal(429, await TokenAsync(broker, "198.51.100.1, 192.0.2.2"));
        Assert.Equal(429, await TokenAsync(broker, "198.51.100.2, 192.0.2.2, 10.0.0.1"));
        Assert.Equal(200, await TokenAsync(broker, forwardedFor: null));
        Assert.Equal(429, await TokenAsync(broker, "no address"));
    }

    [Fact]
    public async Task So_has_each_socket()
    {
        await using var broker =
            await BrokerProcess.StartAsync(new BrokerStart { Config = $"{Rates}\n{OnThisMachine}" });
        using var http = new UsersHttp(broker);
        var target = $"/ws?authorization={await http.TokenAsync("proxied")}";

        Assert.Equal(101, await ConnectAsync(broker, target, "X-Forwarded-For: 192.0.2.1"));
        Assert.Equal(429, await ConnectAsync(broker, target, "X-Forwarded-For: 192.0.2.1"));
        Assert.Equal(101, await ConnectAsync(broker, target, "x-forwarded-for: 192.0.2.2"));
        Assert.Equal(101, await ConnectAsync(broker, target, "User-Agent: none in between"));
        Assert.Equal(429, await ConnectAsync(broker, target, "User-Agent: none in between"));
    }

    [Theory]
    [InlineData("")]
    [InlineData($"{Settings.TrustedProxies} = [\"10.0.0.0/8\"]")]
    public async Task Nobody_else_is_believed(string config)
    {
        await using var broker =
            await BrokerProcess.StartAsync(new BrokerStart { Config = $"{Rates}\n{config}" });

        Assert.Equal(200, await TokenAsync(broker, "192.0.2.1"));
        Assert.Equal(429, await TokenAsync(broker, "192.0.2.2"));
    }

    private static async Task<int> TokenAsync(BrokerProcess broker, string? forwardedFor)
    {
        using var http = new UsersHttp(broker);
        (string, string)[] headers = forwardedFor is null ? [] : [("X-Forwarded-For", forwardedFor)];
        return (int)(await http.PostAsync("/token", """{"username":"proxied"}""", headers)).Status;
    }

    private static async Task<int> ConnectAsync(BrokerProcess broker, string target, string header)
    {
        using var socket = await WireConnection.ConnectAsync(broker.HttpPort);
        await socket.SendAsync(WireConnection.Handshake(target, broker.HttpPort, header));
        return (await socket.ReadHeadAsync()).Status;
    }
}
