namespace Broker.EndToEnd.Tests.Foreign;

public class NodeWsSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private readonly BrokerProcess _broker = fixture.Broker;

    [SkippableFact]
    public async Task Holds_a_Chat_session_beside_a_Broadcast_subscriber()
    {
        var lines = await RunAsync("chat.js");

        Assert.Equal(
            [
                """alice {"status":"ok","info":{"client_name":"Alice"}}""",
                """bob {"status":"ok","info":{"client_name":"Bob"}}""",
                """alice {"status":"ok","info":{"channel_name":"node","total_subscribers":2}}""",
                """bob {"status":"ok","info":{"channel_name":"node","total_subscribers":3}}""",
                """alice {"status":"ok"}""",
                Delivery("alice", "Alice", "hi 🎉"),
                Delivery("bob", "Alice", "hi 🎉"),
                "listener hi 🎉",
                Delivery("alice", "http", "a\uFFFD"),
                Delivery("bob", "http", "a\uFFFD"),
                "listener binary 61ff",
                """bob {"status":"ok"}""",
            ],
            lines.Take(12));
        Assert.StartsWith("""bob {"status":"error","info":{"detail":""", lines[12], StringComparison.Ordinal);
        Assert.Equal(["listener pong are you there?", "listener closed 1000"], lines.Skip(13));
    }

    [SkippableTheory]
    [InlineData("/subscribe")]
    [InlineData("/api/connect")]
    public async Task Reports_the_close_code_of_each_way_to_misbehave(string target)
    {
        var lines = await RunAsync("misbehave.js", target);

        Assert.Equal(
            [
                "unmasked: 1002", "oversized declared: 1009", "reserved bit: 1002", "bad opcode: 1002",
                "fragmented control: 1002", "invalid UTF-8: 1007", "endless fragments: 1009",
            ],
            lines);
    }

    [SkippableFact]
    public async Task Receives_a_users_messages_with_its_token_in_the_header() => Assert.Equal(
        [
            "closed 1000", "refused Unexpected server response: 403", "sent {\"status\":\"ok\"}", "text echo",
            "text hi there",
        ],
        (await RunAsync("users.js")).Order(StringComparer.Ordinal));

    private static string Delivery(string to, string sender, string content) =>
        $$"""{{to}} {"sender":"{{sender}}","channel_name":"node","sent_at":"-","content":"{{content}}"}""";

    private async Task<string[]> RunAsync(string script, params string[] arguments)
    {
        using var node = await RunningProcess.RunAsync(
            Tool.StartOf(Tool.NodeWithWs, [Repository.Script(script), $"{_broker.HttpPort}", .. arguments]));
        Assert.True(node.ExitCode == 0, node.Output);
        return [.. node.Lines];
    }
}
