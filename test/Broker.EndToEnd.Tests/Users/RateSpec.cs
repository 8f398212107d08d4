using System.Globalization;
using System.Net;

namespace Broker.EndToEnd.Tests.Users;

/// <summary>The window is a day, so that none ends while a spec runs.</summary>
public class RateSpec
{
    private const string Rates =
        "{ window = 1d, tokens-max = 2, socket-tokens-max = 1, messages-max = 1, connects-max = 2 }";

    [Fact]
    public async Task Past_its_rate_an_address_is_told_to_wait()
    {
        await using var broker =
            await BrokerProcess.StartAsync(new BrokerStart { Config = $"{Settings.Rate} {Rates}" });
        using var http = new UsersHttp(broker);
        var token = await http.TokenAsync("rate");
        var socketToken = await http.SocketTokenAsync("rate");
        AssertTooMany(await http.PostAsync("/token", """{"username":"rate"}"""));
        AssertTooMany(await http.PostAsync("/ws/token", "", ("Authorization", token)));

        await http.MessageAsync("rate", "hi");
        AssertTooMany(await http.PostAsync("/message", """{"username":"rate","content":"again"}"""));
        AssertTooMany(await http.GetAsync($"/message?username=rate&authorization={token}"));

        using var fast = await UserSocket.ConnectAsync(broker, socketToken);
        using var slow = await WireConnection.UpgradeAsync(
            broker.HttpPort, $"/ws?authorization={socketToken}", "Cookie: through=http");
        foreach (var header in (string[])["User-Agent: in front of HTTP", "Cookie: through=http"])
        {
            using var third = await WireConnection.ConnectAsync(broker.HttpPort);
            await third.SendAsync(WireConnection.Handshake(
                $"/ws?authorization={socketToken}", broker.HttpPort, header));
            Assert.Equal(429, (await third.ReadHeadAsync()).Status);
        }
        using var health = await broker.Http.GetAsync("/healthz");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
    }

    private static void AssertTooMany(UsersHttp.Answer answer)
    {
        Assert.Equal("429: Too Many Requests", answer.Body);
        Assert.InRange(int.Parse(answer["Retry-After"]!, CultureInfo.InvariantCulture), 1, 24 * 3600);
    }
}
