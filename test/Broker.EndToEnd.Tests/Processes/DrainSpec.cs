using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Broker.EndToEnd.Tests.Processes;

public class DrainSpec
{
    private const int GoingAway = 1001;

    [Theory]
    [InlineData(PosixSignal.SIGTERM)]
    [InlineData(PosixSignal.SIGINT)]
    public async Task Closes_every_WebSocket_with_1001_and_exits_with_0(PosixSignal signal)
    {
        await using var broker = await BrokerProcess.StartAsync();
        using var subscriber = await BroadcastClient.SubscribeAsync(broker, "drain");
        using var chat = await ChatClient.JoinAsync(broker, "drain");
        broker.Signal(signal);

        Assert.Equal(GoingAway, await subscriber.ClosedByServerAsync());
        Assert.Equal(GoingAway, await chat.ClosedByServerAsync());
        Assert.Equal(0, await broker.ExitedAsync());
    }

    [Fact]
    public async Task Ends_event_streams()
    {
        await using var broker = await BrokerProcess.StartAsync();
        using var stream = await EventSubscriber.SubscribeAsync(broker, "drain");
        broker.Signal(PosixSignal.SIGTERM);

        await Assert.ThrowsAnyAsync<IOException>(stream.NextAsync);
        Assert.Equal(0, await broker.ExitedAsync());
    }

    [Fact]
    public async Task Delivers_what_it_had_accepted_before_it_closes()
    {
        await using var broker = await BrokerProcess.StartAsync();
        using var subscriber = await BroadcastClient.SubscribeAsync(broker, "drain");
        var texts = Enumerable.Range(1, 100).Select(number => $"{number}").ToList();
        foreach (var text in texts) await broker.Http.PublishAsync("drain", text);
        broker.Signal(PosixSignal.SIGTERM);

        foreach (var text in texts) Assert.Equal(text, await subscriber.NextTextAsync());
        Assert.Equal(GoingAway, await subscriber.ClosedByServerAsync());
    }

    [Fact]
    public async Task Is_not_ready_while_it_waits_for_the_last_clients()
    {
        await using var broker = await BrokerProcess.StartAsync();
        using var silent = await WireConnection.UpgradeAsync(broker.HttpPort, "/subscribe");
        broker.Signal(PosixSignal.SIGTERM);
        // The close frame is left unanswered, so that the server has somebody to wait for.
        var close = await silent.ReadCloseAsync();
        Assert.Equal(GoingAway, close.CloseCode);
        Assert.EndsWith("retry-after=1", close.Text, StringComparison.Ordinal);

        Assert.NotEqual(200, await ReadinessAsync(broker.HttpPort));
    }

    [Fact]
    public async Task Exits_with_0_also_when_a_client_never_answers_the_close()
    {
        await using var broker = await BrokerProcess.StartAsync();
        using var silent = await WireConnection.UpgradeAsync(broker.HttpPort, "/api/connect");
        broker.Signal(PosixSignal.SIGTERM);

        Assert.Equal(0, await broker.ExitedAsync());
    }

    [Theory]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("GET /subscribe HTTP/1.1\r\n")]
    public async Task Exits_with_0_also_when_a_connection_has_not_asked_for_anything_yet(string begun)
    {
        await using var broker = await BrokerProcess.StartAsync();
        using var silent = await WireConnection.ConnectAsync(broker.HttpPort);
        await silent.SendAsync(begun);
        broker.Signal(PosixSignal.SIGTERM);

        Assert.Equal(0, await broker.ExitedAsync());
    }

    [Fact]
    public async Task Does_not_wait_for_a_publisher_that_stays_connected()
    {
        await using var broker = await BrokerProcess.StartAsync();
        using var publisher = await WireConnection.ConnectAsync(broker.HttpPort);
        await publisher.SendAsync("POST /publish HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi");
        Assert.Equal(204, (await publisher.ReadHeadAsync()).Status);
        broker.Signal(PosixSignal.SIGTERM);

        Assert.Empty(await publisher.ReadToEndAsync());
        Assert.Equal(0, await broker.ExitedAsync());
        Assert.DoesNotContain("Drain limit", broker.Output, StringComparison.Ordinal);
    }

    // 0: a drained server need not take the connection at all.
    private static async Task<int> ReadinessAsync(int port)
    {
        try
        {
            using var probe = await WireConnection.ConnectAsync(port);
            await probe.SendAsync("GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n");
            return (await probe.ReadHeadAsync()).Status;
        }
        catch (Exception refused) when (refused is SocketException or EndOfStreamException)
        {
            return 0;
        }
    }
}
