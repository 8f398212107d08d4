using System.Runtime.InteropServices;
using System.Text;

namespace Broker.EndToEnd.Tests.Hub;

/// <summary>Who is closed, who is not let in, and what they are told.</summary>
public class EndSpec
{
    private const int GoingAway = 1001;

    [Fact]
    public async Task A_receiver_that_does_not_read_is_disconnected_while_the_others_go_on()
    {
        await using var broker = await BrokerProcess.StartAsync(
            new BrokerStart { Config = "broker.hub.outbox-bytes-max = 2MiB" });
        var port = broker.StartedWith.HubPort;
        using var sender = await HubClient.ConnectAsync(port);
        using var slow = await HubClient.ConnectAsync(port, receiveBuffer: 4096);
        using var fast = await HubClient.ConnectAsync(port);
        var body = new byte[1 << 20];
        var head = Encoding.ASCII.GetBytes($"relay {body.Length}\n{slow.Id},{fast.Id}\n");
        for (byte i = 0; i < 40; i++)
        {
            body.AsSpan().Fill(i);
            await sender.Wire.SendAsync([.. head, .. body]);
            Assert.Equal(body, await fast.Wire.ReadAsync(body.Length));
        }

        await sender.SeesAsync(fast.Id);
        await fast.IsInStepAsync();
    }

    [Fact]
    public async Task A_drain_says_goodbye_to_programs_and_closes_everybody()
    {
        await using var broker = await BrokerProcess.StartAsync();
        using var text = await HubClient.ConnectAsync(broker.StartedWith.HubPort);
        using var framed = await FramedHubClient.ConnectAsync(broker.StartedWith.HubPort);
        using var silent = await HubWire.ConnectAsync(broker.StartedWith.HubPort);
        await text.SendAsync(HubClient.Relay([framed.Id], "before"));
        Assert.Equal("before"u8.ToArray(), (await framed.NextAsync()).Split().Behind);
        broker.Signal(PosixSignal.SIGTERM);

        var goodbye = await framed.NextAsync();
        Assert.Equal((HubFrame.Goodbye, (ulong)GoingAway), (goodbye.Type, goodbye.Split().Number));
        Assert.Equal("", await framed.Wire.ReadToEndAsync());
        Assert.Equal("", await text.Wire.ReadToEndAsync());
        Assert.Equal("", await silent.ReadToEndAsync());
        Assert.Equal(0, await broker.ExitedAsync());
    }

    [Fact]
    public async Task Who_comes_when_it_is_full_is_told_so_and_closed_until_somebody_leaves()
    {
        await using var broker = await BrokerProcess.StartAsync(
            new BrokerStart { Config = "broker.hub.connections-max = 2" });
        var port = broker.StartedWith.HubPort;
        using var one = await HubClient.ConnectAsync(port);
        using var two = await HubClient.ConnectAsync(port);
        using var third = await HubWire.ConnectAsync(port);
        Assert.StartsWith("[Server] Error: ", await third.ReadLineAsync(), StringComparison.Ordinal);
        Assert.Equal("", await third.ReadToEndAsync());
        await one.SeesAsync(two.Id);

        two.Dispose();
        await Patience.UntilAsync(async () => await IsLetInAsync(port), () => "Nobody is let in.");
    }

    [Fact]
    public async Task A_port_in_use_exits_with_1_and_names_the_port_and_its_setting()
    {
        await using var first = await BrokerProcess.StartAsync();
        var start = new BrokerStart { HubPort = first.StartedWith.HubPort };
        using var second = await BrokerProcess.RunToExitAsync(start);

        Assert.Equal(1, second.ExitCode);
        Assert.Contains($"{start.HubPort}", second.Output, StringComparison.Ordinal);
        Assert.Contains("hub.port", second.Output, StringComparison.Ordinal);
    }

    private static async Task<bool> IsLetInAsync(int port)
    {
        using var wire = await HubWire.ConnectAsync(port);
        await wire.SendAsync("identity\n");
        return (await wire.ReadLineAsync()).StartsWith("[Server] Your ID is ", StringComparison.Ordinal);
    }
}
