namespace Broker.EndToEnd.Tests.Users;

public class SingleUseSpec
{
    [Fact]
    public async Task A_socket_token_opens_one_socket_and_an_application_token_many()
    {
        await using var broker =
            await BrokerProcess.StartAsync(new BrokerStart { Config = $"{Settings.SingleUse} = on" });
        using var http = new UsersHttp(broker);
        var (socketToken, token) = (await http.SocketTokenAsync("once"), await http.TokenAsync("once"));
        // A handshake that fails for another reason does not use the token up.
        Assert.Equal("400: Bad Request", (await http.GetAsync($"/ws?authorization={socketToken}")).Body);
        using var first = await UserSocket.ConnectAsync(broker, socketToken);
        using var second = await WireConnection.ConnectAsync(broker.HttpPort);
        await second.SendAsync(WireConnection.Handshake($"/ws?authorization={socketToken}", broker.HttpPort));

        Assert.Equal(403, (await second.ReadHeadAsync()).Status);
        using var third = await UserSocket.ConnectAsync(broker, token);
        using var fourth = await UserSocket.ConnectAsync(broker, token);
    }

    [Fact]
    public async Task A_socket_token_that_was_used_opens_no_socket_after_a_kill()
    {
        var start = new BrokerStart { Config = $"{Settings.SingleUse} = on" };
        await using var first = await BrokerProcess.StartAsync(start);
        using var http = new UsersHttp(first);
        var (used, unused) = (await http.SocketTokenAsync("once"), await http.SocketTokenAsync("once"));
        using (await UserSocket.ConnectAsync(first, used)) first.Kill();
        await first.ExitedAsync();

        await using var second = await BrokerProcess.StartAsync(start with { HttpPort = FreePort.Next() });
        using var again = await WireConnection.ConnectAsync(second.HttpPort);
        await again.SendAsync(WireConnection.Handshake($"/ws?authorization={used}", second.HttpPort));
        Assert.Equal(403, (await again.ReadHeadAsync()).Status);
        using var socket = await UserSocket.ConnectAsync(second, unused);
    }
}
