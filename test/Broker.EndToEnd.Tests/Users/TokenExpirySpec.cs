using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Users;

/// <summary>Sockets whose tokens are good for one use and for a short while.</summary>
public sealed class TokenExpirySpec : IAsyncLifetime
{
    private const int TokenExpired = 4010;

    private BrokerProcess? _broker;

    private BrokerProcess Broker => _broker!;

    public async Task InitializeAsync() => _broker = await BrokerProcess.StartAsync(new BrokerStart
    {
        Config = $"""
            {Settings.SingleUse} = on
            {Settings.CloseOnExpiry} = on
            {Settings.SocketTokenLifetime} = 3s
            """,
    });

    public async Task DisposeAsync() => await Broker.DisposeAsync();

    [Fact]
    public async Task A_socket_token_opens_one_socket_and_an_application_token_many()
    {
        using var http = new UsersHttp(Broker);
        var (socketToken, token) = (await http.SocketTokenAsync("once"), await http.TokenAsync("once"));
        // A handshake that fails for another reason does not use the token up.
        Assert.Equal("400: Bad Request", (await http.GetAsync($"/ws?authorization={socketToken}")).Body);
        using var first = await UserSocket.ConnectAsync(Broker, socketToken);
        using var second = await WireConnection.ConnectAsync(Broker.HttpPort);
        await second.SendAsync(WireConnection.Handshake($"/ws?authorization={socketToken}", Broker.HttpPort));

        Assert.Equal(403, (await second.ReadHeadAsync()).Status);
        using var third = await UserSocket.ConnectAsync(Broker, token);
        using var fourth = await UserSocket.ConnectAsync(Broker, token);
    }

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
