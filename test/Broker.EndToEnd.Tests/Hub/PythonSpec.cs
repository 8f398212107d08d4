using System.Diagnostics;

namespace Broker.EndToEnd.Tests.Hub;

/// <summary>Clients in another language: bare sockets, and frames from docs/protocol.md alone.</summary>
public class PythonSpec
{
    [SkippableFact]
    public async Task Plain_sockets_hold_a_session_in_text_form()
    {
        Assert.Equal(
            [
                "one < [Server] Your ID is 1",
                "two < [Server] Your ID is 2",
                "one < [Server] Client IDs are 2",
                "one < echoed",
                "two < 1048576 bytes as sent",
                "two < [Server] Error",
                "two < [Server] Your ID is 2",
                "one < [Server] Client IDs are ",
            ],
            await RunAsync("hub.py"));
    }

    [SkippableFact]
    public async Task The_example_of_the_protocol_page_is_what_the_server_says()
    {
        var page = Path.Combine(SourceTree.Root, "docs", "protocol.md");

        Assert.Equal(
            ["80 as written", "81 as written", "85 as written", "83 as written", "84 as written", "end"],
            await RunAsync("hub_frames.py", page));
    }

    private static async Task<IReadOnlyCollection<string>> RunAsync(string script, params string[] arguments)
    {
        await using var broker = await BrokerProcess.StartAsync();
        using var python = await RunningProcess.RunAsync(new ProcessStartInfo(
            Tool.Python.File, [Repository.Script(script), $"{broker.StartedWith.HubPort}", .. arguments]));
        Assert.True(python.ExitCode == 0, python.Output);
        return python.Lines;
    }
}
