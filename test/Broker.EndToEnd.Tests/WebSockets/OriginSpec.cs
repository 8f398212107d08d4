namespace Broker.EndToEnd.Tests.WebSockets;

public class OriginSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private readonly BrokerProcess _broker = fixture.Broker;

    public static TheoryData<string, string, string?, bool> Table
    {
        get
        {
            var table = new TheoryData<string, string, string?, bool>();
            foreach (var endpoint in Endpoint.All)
            {
                table.Add(endpoint, "example.com:80", null, true);
                table.Add(endpoint, "example.com:80", "http://example.com:80", true);
                table.Add(endpoint, "example.com", "http://example.com:80", true);
                table.Add(endpoint, "example.com:80", "http://example.com", true);
                table.Add(endpoint, "EXAMPLE.com", "http://example.COM", true);
                table.Add(endpoint, "example.com:8080", "http://example.com:8080", true);
                table.Add(endpoint, "[::1]:8080", "http://[::1]:8080", true);
                // The web origins that dev allows by default (contract §4).
                table.Add(endpoint, "example.com", "http://localhost:4000", true);
                table.Add(endpoint, "example.com", "http://other.example", false);
                table.Add(endpoint, "example.com", "http://example.com:8080", false);
                table.Add(endpoint, "example.com:8080", "http://example.com", false);
                table.Add(endpoint, "example.com", "http://example.com.evil.example", false);
                table.Add(endpoint, "example.com", "http://evil-example.com", false);
                table.Add(endpoint, "example.com", "http://example.com@evil.example", false);
                table.Add(endpoint, "example.com", "http://localhost:4001", false);
                table.Add(endpoint, "example.com", "null", false);
                table.Add(endpoint, "example.com", "", false);
                table.Add(endpoint, "example.com", "example.com", false);
                table.Add(endpoint, "example.com", "http://", false);
            }
            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Decides_by_host_and_port(string endpoint, string host, string? origin, bool accepted)
    {
        var head = await AnswerAsync(_broker, endpoint, host, origin);

        Assert.Equal(accepted ? 101 : 403, head.Status);
        if (!accepted) Assert.StartsWith("application/json", head["Content-Type"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lets_in_what_the_allow_list_names_and_nothing_like_it()
    {
        await using var broker = await BrokerProcess.StartAsync(
            new BrokerStart { Config = $"{Settings.AllowedOrigins} = [\"https://app.example\"]" });

        Assert.Equal(101, await StatusAsync("https://app.example"));
        Assert.Equal(101, await StatusAsync("https://app.example:443"));
        Assert.Equal(403, await StatusAsync("https://app.example:444"));
        Assert.Equal(403, await StatusAsync("https://b.app.example"));

        async Task<int> StatusAsync(string origin) =>
            (await AnswerAsync(broker, Endpoint.Chat, "broker.example", origin)).Status;
    }

    private static async Task<HttpHead> AnswerAsync(
        BrokerProcess broker, string endpoint, string host, string? origin)
    {
        using var connection = await WireConnection.ConnectAsync(broker.HttpPort);
        string[] originHeader = origin is null ? [] : [$"Origin: {origin}"];
        var handshake = WireConnection.Handshake(
            Endpoint.Target(endpoint), broker.HttpPort, [.. originHeader, .. Endpoint.Headers(endpoint)]);
        await connection.SendAsync(handshake.Replace(
            $"Host: localhost:{broker.HttpPort}", $"Host: {host}", StringComparison.Ordinal));
        return await connection.ReadHeadAsync();
    }
}
