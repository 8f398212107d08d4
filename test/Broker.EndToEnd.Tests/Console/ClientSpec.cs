namespace Broker.EndToEnd.Tests.Console;

/// <summary>The JavaScript client by itself, under Node's own test runner, from the source tree.</summary>
public class ClientSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    [SkippableTheory]
    [InlineData("parts.test.mjs")]
    [InlineData("reconnect.test.mjs")]
    [InlineData("chat.test.mjs")]
    public async Task Passes_its_own_tests(string file) => await RunAsync("--test", PathOf(file));

    // Before Node 22 a WebSocket is there only with the flag; later Nodes take the flag and need it not.
    [SkippableFact]
    public async Task Speaks_with_a_broker_from_Node() =>
        await RunAsync("--no-warnings", "--experimental-websocket", PathOf("session.mjs"),
            fixture.Broker.BaseUri.ToString());

    private static async Task RunAsync(params string[] arguments)
    {
        using var node = await RunningProcess.RunAsync(Tool.StartOf(Tool.Node20, arguments));
        Assert.True(node.ExitCode == 0, node.Output);
    }

    private static string PathOf(string file) => Path.Combine(
        SourceTree.Root, "test", "Broker.EndToEnd.Tests", "Console", "Client", file);
}
