using System.Runtime.InteropServices;

namespace Broker.EndToEnd.Tests.Hub;

/// <summary>Ids count from 1 in the order of connecting, and none is given twice (contracts §3).</summary>
public class IdSpec
{
    private const int Clients = 50;

    [Fact]
    public async Task Follow_the_order_of_connecting_whoever_asks_first()
    {
        await using var broker = await BrokerProcess.StartAsync();
        var wires = new List<HubWire>();
        try
        {
            for (var i = 0; i < Clients; i++)
                wires.Add(await HubWire.ConnectAsync(broker.StartedWith.HubPort));
            for (var i = Clients - 1; i >= 0; i--)
            {
                await wires[i].SendAsync("identity\n");
                Assert.Equal($"[Server] Your ID is {i + 1}", await wires[i].ReadLineAsync());
            }
            await wires[0].SendAsync("list\n");
            var others = string.Join(", ", Enumerable.Range(2, Clients - 1));
            Assert.Equal($"[Server] Client IDs are {others}", await wires[0].ReadLineAsync());
        }
        finally
        {
            wires.ForEach(wire => wire.Dispose());
        }
    }

    [Fact]
    public async Task Are_not_given_again_after_a_restart_nor_after_a_crash()
    {
        var start = new BrokerStart();
        var seen = new List<ulong>();
        try
        {
            foreach (var isCrash in new[] { false, true, true, false })
            {
                using var broker = await StartedAsync(start);
                seen.AddRange(await ComeAndGoAsync(start.HubPort));
                if (isCrash) broker.Kill();
                else broker.Signal(PosixSignal.SIGTERM);
                await broker.ExitedAsync();
            }
        }
        finally
        {
            Directory.Delete(start.Directory, recursive: true);
        }
        Assert.Equal([1UL, 2UL, 3UL], seen.Take(3));
        Assert.Equal(12, seen.Count);
        Assert.Equal(seen.Distinct().Order(), seen);
    }

    private static async Task<RunningProcess> StartedAsync(BrokerStart start)
    {
        var broker = RunningProcess.Start(start.ToProcessStartInfo());
        using var http = new BrokerHttp(start.HttpPort!.Value);
        await Patience.UntilAsync(http.IsReadyAsync, () => broker.Output);
        return broker;
    }

    private static async Task<ulong[]> ComeAndGoAsync(int port)
    {
        using var one = await HubClient.ConnectAsync(port);
        using var two = await HubClient.ConnectAsync(port);
        two.Wire.Reset();
        using var three = await HubClient.ConnectAsync(port);
        return [one.Id, two.Id, three.Id];
    }
}
