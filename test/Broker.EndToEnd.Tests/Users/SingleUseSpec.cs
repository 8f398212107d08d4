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
}
