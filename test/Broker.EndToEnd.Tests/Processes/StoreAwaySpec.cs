using System.Net;
using Broker.Postgres.TestKit;

namespace Broker.EndToEnd.Tests.Processes;

/// <summary>The table "what works while the store is away" of docs/backup.md, row by row.</summary>
public class StoreAwaySpec
{
    [SkippableFact]
    public async Task What_needs_no_store_works_and_the_rest_is_refused_until_it_is_back()
    {
        await using var server = await PostgresServer.StartNewAsync();
        await using var broker = await BrokerProcess.StartAsync(new BrokerStart
        {
            Config = $"{Settings.SingleUse} = on",
            Environment = new Dictionary<string, string>
            {
                ["BROKER_POSTGRES"] = await server.CreateDatabaseAsync(),
            },
        });
        using var alice = await AuctionUser.SignUpAsync(broker, "alice");
        using var users = new UsersHttp(broker);
        await users.MessageAsync("ann", "kept");
        var (token, socketToken) = (await users.TokenAsync("ann"), await users.SocketTokenAsync("ann"));
        using var open = await UserSocket.ConnectAsync(broker, token);
        using var one = await HubClient.ConnectAsync(broker.StartedWith.HubPort);
        await server.StopAsync();

        await RefusesWritesAsync(users, alice, socketToken);
        await ServesTheRestAsync(broker, users, token, open, one);
        await server.StartAsync();
        await Patience.UntilAsync(
            async () => (await MessageAsync(users, "bob")).Status == HttpStatusCode.OK,
            () => "Messages are refused for good.");
        Assert.Equal("""{"ready":true}""", (await users.GetAsync("/readyz")).Body);
        await users.MessageAsync("ann", "after");
        Assert.Equal("after", await open.NextAsync());
        using var socket = await UserSocket.ConnectAsync(broker, socketToken);
    }

    private static async Task RefusesWritesAsync(UsersHttp users, AuctionUser alice, string socketToken)
    {
        var refused = await MessageAsync(users, "ann");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.NotNull(refused["Retry-After"]);
        var offer = await alice.SendAsync(HttpMethod.Post, "/v1/offer", """{"bid_price":1,"title":"lamp"}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, offer.Status);
        var signUp = await alice.SendAsync(HttpMethod.Post, "/v1/signup", AuctionUser.Account("bob"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, signUp.Status);
        var handshake = await users.GetAsync(
            $"/ws?authorization={socketToken}", ("Connection", "Upgrade"), ("Upgrade", "websocket"),
            ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "c2l4dGVlbiBieXRlcyAhIQ=="));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, handshake.Status);
    }

    private static async Task ServesTheRestAsync(
        BrokerProcess broker, UsersHttp users, string token, UserSocket open, HubClient one)
    {
        Assert.Equal("ok", (await users.GetAsync("/healthcheck")).Body);
        Assert.Equal("""{"ready":true,"degraded":["store"]}""", (await users.GetAsync("/readyz")).Body);
        using var chat = await ChatClient.JoinAsync(broker, "talk", "carol");
        await chat.PublishAsync("talk", "hello");
        await broker.Http.PublishAsync("broadcast", "hello");
        using var two = await HubClient.ConnectAsync(broker.StartedWith.HubPort);
        await one.SendAsync(HubClient.Relay([two.Id], "hello\n"));
        Assert.Equal("hello", await two.LineAsync());
        await open.SendAsync("echoed");
        Assert.Equal("echoed", await open.NextAsync());
        using var late = await WireConnection.ConnectAsync(broker.HttpPort);
        await late.SendAsync(WireConnection.Handshake($"/ws?authorization={token}", broker.HttpPort));
        Assert.Equal(503, (await late.ReadHeadAsync()).Status);
    }

    private static Task<UsersHttp.Answer> MessageAsync(UsersHttp users, string to) =>
        users.PostAsync("/message", $$"""{"username":"{{to}}","content":"hello"}""");
}
