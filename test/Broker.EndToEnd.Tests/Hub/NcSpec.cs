using System.Diagnostics;

namespace Broker.EndToEnd.Tests.Hub;

/// <summary>The session of contracts §3, typed into nc line by line.</summary>
public class NcSpec
{
    [SkippableFact]
    public async Task Shows_ids_a_list_an_echo_and_a_relay()
    {
        await using var broker = await BrokerProcess.StartAsync();
        using var first = Nc(broker);
        await TypeAsync(first, "identity");
        await first.SawLineAsync("[Server] Your ID is 1");
        await TypeAsync(first, "list");
        await first.SawLineAsync("[Server] Client IDs are ");

        using var second = Nc(broker);
        await TypeAsync(second, "identity");
        await second.SawLineAsync("[Server] Your ID is 2");
        using var third = Nc(broker);
        await TypeAsync(third, "identity");
        await third.SawLineAsync("[Server] Your ID is 3");
        await TypeAsync(first, "list");
        await first.SawLineAsync("[Server] Client IDs are 2, 3");

        await TypeAsync(first, "echo", "Hello, me");
        await first.SawLineAsync("Hello, me");
        await TypeAsync(first, "relay", "2, 3", "Hello, you");
        await second.SawLineAsync("Hello, you");
        await third.SawLineAsync("Hello, you");
        await TypeAsync(first, "dance");
        await first.SawLineAsync("[Server] Error: ");

        await TypeAsync(second, "identity");
        await Patience.UntilAsync(() => Task.FromResult(second.Lines.Count == 3), () => second.Output);
        Assert.Equal(["[Server] Your ID is 2", "Hello, you", "[Server] Your ID is 2"], second.Lines);
        Assert.Equal(["[Server] Your ID is 3", "Hello, you"], third.Lines);
        Assert.Equal(
            [
                "[Server] Your ID is 1",
                "[Server] Client IDs are ",
                "[Server] Client IDs are 2, 3",
                "Hello, me",
            ],
            first.Lines.SkipLast(1));
    }

    private static RunningProcess Nc(BrokerProcess broker) => RunningProcess.Start(
        new ProcessStartInfo(Tool.Nc.File, ["127.0.0.1", $"{broker.StartedWith.HubPort}"])
        {
            RedirectStandardInput = true,
        });

    private static async Task TypeAsync(RunningProcess nc, params string[] lines)
    {
        foreach (var line in lines)
        {
            await nc.Input.WriteAsync($"{line}\n");
            await nc.Input.FlushAsync();
        }
    }
}
