namespace Broker.EndToEnd.Tests.Abuse;

/// <summary>More clients than the process has file descriptors for.</summary>
public class DescriptorSpec
{
    private const int DescriptorsMax = 1024;

    // More than the limit, and more than the system keeps until they are accepted.
    private const int Clients = 1500;

    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Clients_over_the_limit_are_refused_or_wait_and_those_that_are_in_notice_nothing()
    {
        await using var broker = await BrokerProcess.StartAsync(
            new BrokerStart { DescriptorsMax = DescriptorsMax });
        Assert.Single(broker.Output.Split('\n'), line =>
            line.Contains($"{DescriptorsMax}", StringComparison.Ordinal)
            && line.Contains("http.connections-max", StringComparison.Ordinal)
            && line.Contains("hub.connections-max", StringComparison.Ordinal));
        using var chat = await ChatClient.JoinAsync(broker, "friends");
        using var hub = await HubClient.ConnectAsync(broker.StartedWith.HubPort);
        foreach (var port in new[] { broker.HttpPort, broker.StartedWith.HubPort })
        {
            var crowd = await CrowdAsync(port);
            await chat.PublishAsync("friends", "still here");
            Assert.Equal("still here", await chat.NextContentAsync());
            await hub.IsInStepAsync();
            crowd.ForEach(client => client.Dispose());
        }

        await Patience.UntilAsync(
            () => IsServedAsync(broker), () => $"No new client is served.\n{broker.Output}");
        using var late = await HubClient.ConnectAsync(broker.StartedWith.HubPort);
    }

    [Fact]
    public async Task A_client_over_the_limit_of_its_protocol_is_told_so()
    {
        await using var broker = await BrokerProcess.StartAsync(
            new BrokerStart { Config = "broker.http.connections-max = 1", Arguments = ["--bind=127.0.0.1"] });
        // The specs' own client has the only place.
        using var full = await WireConnection.ConnectAsync(broker.HttpPort);
        await full.SendAsync("POST /publish HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx");
        var head = await full.ReadHeadAsync();
        Assert.Equal((503, "1", "close"), (head.Status, head["Retry-After"], head["Connection"]));
        Assert.Contains("full", await full.ReadBodyAsync(head), StringComparison.Ordinal);
        Assert.Empty(await full.ReadToEndAsync());

        using var socket = await WireConnection.ConnectAsync(broker.HttpPort);
        await socket.SendAsync(WireConnection.Handshake("/api/connect", broker.HttpPort));
        Assert.Equal(503, (await socket.ReadHeadAsync()).Status);
        using var watcher = await WireConnection.ConnectAsync(broker.HttpPort);
        await watcher.SendAsync("GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        head = await watcher.ReadHeadAsync();
        Assert.Equal((200, "close"), (head.Status, head["Connection"]));
    }

    [Fact]
    public async Task Too_few_descriptors_for_any_client_exit_with_1_and_say_how_many_are_needed()
    {
        using var broker = await BrokerProcess.RunToExitAsync(new BrokerStart { DescriptorsMax = 300 });

        Assert.Equal(1, broker.ExitCode);
        Assert.Contains("descriptors is 300", broker.Output, StringComparison.Ordinal);
        Assert.Contains("descriptors-reserved", broker.Output, StringComparison.Ordinal);
    }

    private static async Task<bool> IsServedAsync(BrokerProcess broker)
    {
        using var client = await WireConnection.ConnectAsync(broker.HttpPort);
        await client.SendAsync("GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n");
        return (await client.ReadHeadAsync()).Status == 200;
    }

    // Some are served and say nothing more, some are refused, and the last may not even be accepted.
    private static async Task<List<WireConnection>> CrowdAsync(int port)
    {
        var crowd = new List<WireConnection>();
        while (crowd.Count < Clients)
        {
            try
            {
                var client = await WireConnection.ConnectAsync(port).WaitAsync(Patient);
                crowd.Add(client);
                await client.TrySendAsync("POST /publish HT"u8.ToArray());
            }
            catch (TimeoutException)
            {
                break;
            }
        }
        return crowd;
    }
}
