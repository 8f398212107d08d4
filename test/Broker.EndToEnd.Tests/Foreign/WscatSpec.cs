using System.Diagnostics;

namespace Broker.EndToEnd.Tests.Foreign;

public class WscatSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private readonly BrokerProcess _broker = fixture.Broker;

    [SkippableFact]
    public async Task Holds_the_Chat_session_of_the_contract()
    {
        using var alice = Open("/api/connect?client_name=Alice");
        await alice.SawLineAsync("""{"status":"ok","info":{"client_name":"Alice"}}""");
        await AskAsync(alice, """{"action":"subscribe","params":{"channel_name":"c"}}""",
            """{"status":"ok","info":{"channel_name":"c","total_subscribers":1}}""");
        await AskAsync(alice, """{"action":"publish","params":{"channel_name":"c","content":"Hi"}}""",
            """{"status":"ok"}""");
        await alice.SawLineAsync("\"content\":\"Hi\"");
        await AskAsync(alice, """{"action":"list"}""", """{"status":"ok","info":{"channels":["c"]}}""");
        await AskAsync(alice, "nonsense", """{"status":"error","info":{"detail":""");
        alice.Input.Close();

        Assert.Equal(0, await alice.ExitedAsync());
    }

    [SkippableFact]
    public async Task Executes_commands_from_its_own_command_line()
    {
        using var bob = Open(
            "/api/connect?client_name=Bob",
            "--execute", Request.Subscribe("w"), "--execute", Request.Publish("w", "one"), "--wait", "-1");
        await bob.SawLineAsync("\"total_subscribers\":1");
        await bob.SawLineAsync("\"content\":\"one\"");
        await _broker.Http.PublishAsync("w", "two");

        await bob.SawLineAsync("\"content\":\"two\"");
    }

    [SkippableFact]
    public async Task Shows_what_is_published_to_Broadcast()
    {
        using var subscriber = Open("/subscribe?channel=wscat");
        await _broker.Http.ReachesAsync("wscat", receivers: 1);
        await _broker.Http.PublishAsync("wscat", "Hello, wscat");

        await subscriber.SawLineAsync("Hello, wscat");
    }

    [SkippableFact]
    public async Task Is_told_403_with_a_foreign_origin()
    {
        using var foreign = Open("/subscribe", "--origin", "http://evil.example");

        await foreign.SawLineAsync("403");
    }

    private static async Task AskAsync(RunningProcess wscat, string request, string answer)
    {
        await wscat.Input.WriteLineAsync(request);
        await wscat.Input.FlushAsync();
        await wscat.SawLineAsync(answer);
    }

    // It ends with its standard input, so that stays open while the spec talks.
    private RunningProcess Open(string target, params string[] arguments)
    {
        string[] connect = ["--no-color", "--connect", $"{_broker.WebSocketUri(target)}"];
        return RunningProcess.Start(new ProcessStartInfo(Tool.Wscat.File, [.. connect, .. arguments])
        {
            RedirectStandardInput = true,
        });
    }
}
