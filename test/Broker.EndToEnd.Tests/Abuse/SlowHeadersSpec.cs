using System.Text;

namespace Broker.EndToEnd.Tests.Abuse;

public class SlowHeadersSpec(SlowHeadersSpec.ImpatientServer server)
    : IClassFixture<SlowHeadersSpec.ImpatientServer>
{
    private static readonly TimeSpan Trickle = TimeSpan.FromMilliseconds(100);

    private readonly BrokerProcess _broker = server.Broker;

    [Theory]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("GET /subscribe HTTP/1.1\r\n")]
    [InlineData("GET /subscribe HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: web")]
    [InlineData("POST /publish HTTP/1.1\r\nHost: localhost\r\nContent-Le")]
    public async Task Headers_that_stop_are_not_waited_for(string begun)
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(begun);

        await connection.ReadToEndAsync();
    }

    [Theory]
    [InlineData("P")]
    [InlineData("POST /publish HTTP/1.1\r\nHost: localhost\r\nContent-Le")]
    public async Task Headers_that_stop_after_a_publish_are_not_waited_for(string begun)
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(
            "POST /publish HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nhi" + begun);

        Assert.Equal(204, (await connection.ReadHeadAsync()).Status);
        Assert.Equal(408, (await connection.ReadHeadAsync()).Status);
        await connection.ReadToEndAsync();
    }

    [Theory]
    [InlineData("GET /subscribe HTTP/1.1\r\n")]
    [InlineData("GET /healthcheck HTTP/1.1\r\n")]
    public async Task Headers_that_trickle_in_are_not_waited_for(string begun)
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(begun);
        var closed = connection.ReadToEndAsync();
        using var pace = new PeriodicTimer(Trickle);
        while (!closed.IsCompleted)
        {
            await connection.TrySendAsync("X-A: b\r\n"u8.ToArray());
            await pace.WaitForNextTickAsync(Patience.Token());
        }

        Assert.DoesNotContain(" 200 ", Encoding.ASCII.GetString(await closed), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_that_never_end_are_cut_off_at_32_KiB()
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync("GET /subscribe HTTP/1.1\r\nHost: localhost\r\n");
        var answer = connection.ReadToEndAsync();
        foreach (var number in Enumerable.Range(0, 64))
        {
            var header = $"X-{number}: {new string('x', 1024)}\r\n";
            await connection.TrySendAsync(Encoding.ASCII.GetBytes(header));
        }

        Assert.DoesNotContain(" 101 ", Encoding.ASCII.GetString(await answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_others_are_served_meanwhile()
    {
        var slow = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => WireConnection.ConnectAsync(_broker.HttpPort)));
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "meanwhile");
        foreach (var connection in slow) await connection.SendAsync("GET /subscribe HTTP/1.1\r\nHost: ");
        await _broker.Http.PublishAsync("meanwhile", "hi");

        Assert.Equal("hi", await subscriber.NextTextAsync());
        foreach (var connection in slow)
        {
            await connection.ReadToEndAsync();
            connection.Dispose();
        }
    }

    /// <summary>A server that waits for headers a second instead of ten.</summary>
    public sealed class ImpatientServer : IAsyncLifetime
    {
        private BrokerProcess? _broker;

        public BrokerProcess Broker => _broker!;

        public async Task InitializeAsync() => _broker = await BrokerProcess.StartAsync(
            new BrokerStart { Config = $"{Settings.FirstByteTimeout} = 1s\n{Settings.HeadersTimeout} = 1s" });

        public async Task DisposeAsync() => await Broker.DisposeAsync();
    }
}
