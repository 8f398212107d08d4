using System.Diagnostics;

namespace Broker.EndToEnd.Tests.Foreign;

public class PythonWebSocketsSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private readonly BrokerProcess _broker = fixture.Broker;

    [SkippableFact]
    public async Task Holds_a_Chat_session_beside_a_Broadcast_subscriber()
    {
        using var python = await RunAsync("session.py");

        Assert.True(python.ExitCode == 0, python.Output);
        Assert.Collection(
            python.Lines,
            line => Assert.Equal("""alice {"info": {"client_name": "Alice"}, "status": "ok"}""", line),
            line => Assert.Equal(
                """alice {"info": {"channel_name": "python", "total_subscribers": 2}, "status": "ok"}""",
                line),
            line => Assert.Equal("""alice {"id": 7, "status": "ok"}""", line),
            line => Assert.Equal(
                """alice {"channel_name": "python", "content": "hi 🎉", "sender": "Alice", "sent_at": "-"}""",
                line),
            line => Assert.Equal("listener hi 🎉", line),
            line => Assert.Equal("""alice {"info": {"channels": ["python"]}, "status": "ok"}""", line),
            line => Assert.Contains("dance", line, StringComparison.Ordinal),
            line => Assert.Equal("""alice {"status": "ok"}""", line),
            line => Assert.EndsWith(""" "status": "error"}""", line, StringComparison.Ordinal),
            line => Assert.Equal("taken closed", line),
            line => Assert.Equal("closed 1000 1000", line));
    }

    [SkippableFact]
    public async Task Receives_a_users_messages_on_two_sockets()
    {
        using var python = await RunAsync("users.py");

        Assert.True(python.ExitCode == 0, python.Output);
        Assert.Equal(
            [
                "sent ok",
                """events {"type": "message", "offset": 1, "sent_at": "-", "content": "before"}""",
                "sent ok",
                "bare hi 🎉",
                """events {"type": "message", "offset": 2, "sent_at": "-", "content": "hi 🎉"}""",
                "bare echo 🎉",
                "bare again",
                "closed 1000 1000",
                "refused True",
            ],
            python.Lines);
    }

    [SkippableFact]
    public async Task Hears_an_auction_from_its_offer_to_its_sale()
    {
        using var python = await RunAsync("auction.py");

        Assert.True(python.ExitCode == 0, python.Output);
        Assert.Collection(
            python.Lines,
            line => Assert.Equal(
                """{"data":null,"error":null,"code":null,"message":"User Authenticated","Kill":false}""",
                line),
            line => Assert.EndsWith(
                "\"message\":\"offerCreated\",\"Kill\":false}", line, StringComparison.Ordinal),
            line => Assert.Contains(
                "\\\"bid_price\\\":11,\\\"username\\\":\\\"pytha\\\"", line, StringComparison.Ordinal),
            line => Assert.Contains("\\\"sold\\\":true}\",", line, StringComparison.Ordinal),
            line => Assert.StartsWith(
                "{\"data\":\"[{\\\"id\\\":\\\"-\\\",\\\"bid_price\\\":11,", line, StringComparison.Ordinal),
            line => Assert.EndsWith("\"Kill\":true}", line, StringComparison.Ordinal),
            line => Assert.Equal("closed 4011", line));
    }

    private Task<RunningProcess> RunAsync(string script) => RunningProcess.RunAsync(new ProcessStartInfo(
        Tool.PythonWithWebsockets.File, [Repository.Script(script), $"{_broker.HttpPort}"]));
}
