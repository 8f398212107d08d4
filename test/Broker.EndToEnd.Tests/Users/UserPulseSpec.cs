namespace Broker.EndToEnd.Tests.Users;

public class UserPulseSpec
{
    [Fact]
    public async Task A_socket_is_pinged_while_it_talks_and_dropped_when_it_does_not_answer()
    {
        await using var broker = await BrokerProcess.StartAsync(new BrokerStart
        {
            Config = $"{Settings.UsersPingInterval} = 1s\n{Settings.PongTimeout} = 4s",
        });
        using var http = new UsersHttp(broker);
        var target = $"/ws?authorization={await http.SocketTokenAsync("pulse")}";
        using var socket = await WireConnection.UpgradeAsync(broker.HttpPort, target);
        foreach (var _ in Enumerable.Range(0, 3))
        {
            await socket.SendAsync(WireFrame.OfText("I am here"));
            while ((await socket.ReadFrameAsync()).Opcode != Opcode.Ping)
            {
            }
        }

        await socket.ReadToEndAsync();
        await http.HasConnectionsAsync(0);
    }
}
