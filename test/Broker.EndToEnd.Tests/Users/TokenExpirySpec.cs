using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Users;

/// <summary>Sockets that end with their tokens, which are good for ten seconds.</summary>
public sealed class TokenExpirySpec : IAsyncLifetime
{
    private const int TokenExpired = 4010;

    private BrokerProcess? _broker;

    private BrokerProcess Broker => _broker!;

    public async Task InitializeAsync() => _broker = await BrokerProcess.StartAsync(new BrokerStart
    {
        Config = $"""
            {Settings.CloseOnExpiry} = on
            {Settings.SocketTokenLifetime} = 10s
            """,
    });

    public async Task DisposeAsync() => await Broker.DisposeAsync();

    [Fact]
    public async Task A_socket_ends_with_its_token_and_with_a_code_that_says_so()
    {
        using var http = new UsersHttp(Broker);
        using var socket = await UserSocket.ConnectAsync(Broker, await http.SocketTokenAsync("ends"));

        Assert.Equal(TokenExpired, await socket.ClosedByServerAsync());
    }

    [Fact]
    public async Task A_renewed_socket_outlives_the_one_that_is_not()
    {
        using var http = new UsersHttp(Broker);
        using var renewed = await UserSocket.ConnectAsync(
            Broker, await http.SocketTokenAsync("renewed"), "&format=json");
        using var other = await UserSocket.ConnectAsync(Broker, await http.SocketTokenAsync("renewed"));
        await renewed.SendAsync(Renewal(await http.TokenAsync("renewed")));
        var answer = await renewed.NextEventAsync();
        await renewed.SendAsync(Renewal(await http.TokenAsync("another")));

        Assert.Equal(["type", "expires_at"], answer.Select(field => field.Key));
        Assert.Equal("renewed", (string?)answer["type"]);
        Assert.Equal("error", (string?)(await renewed.NextEventAsync())["type"]);
        Assert.Equal(TokenExpired, await other.ClosedByServerAsync());
        await http.MessageAsync("renewed", "still here");
        Assert.Equal("still here", (string?)(await renewed.NextEventAsync())["content"]);
    }

    private static string Renewal(string token) =>
        new JsonObject { ["type"] = "renew", ["token"] = token }.ToJsonString();
}
