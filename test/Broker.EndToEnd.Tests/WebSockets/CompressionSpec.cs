using System.Net.WebSockets;
using System.Text;

namespace Broker.EndToEnd.Tests.WebSockets;

/// <summary>permessage-deflate with the framework's client, on both routes of the handshake.</summary>
public class CompressionSpec(CompressionSpec.CompressingServer server)
    : IClassFixture<CompressionSpec.CompressingServer>
{
    private const int TextLength = 50_000;
    private const int Rsv1 = 4;

    [Theory]
    [InlineData(null)]
    [InlineData("theme=dark")]
    public async Task A_client_that_offers_it_gets_long_publications_compressed(string? cookie)
    {
        using var client = await ConnectAsync("/subscribe?channel=deflate", cookie);
        var text = new string('x', TextLength);
        await server.Broker.Http.PublishAsync("deflate", text);

        Assert.Equal(text, await ReceiveAsync(client));
    }

    [Fact]
    public async Task A_chat_client_may_compress_what_it_asks()
    {
        using var client = await ConnectAsync("/api/connect?client_name=Deflated", cookie: null);
        await ReceiveAsync(client);
        var request = Encoding.UTF8.GetBytes(Request.Subscribe(new string('c', 200)));
        await client.SendAsync(request, WebSocketMessageType.Text, endOfMessage: true, Patience.Token());

        Assert.Contains("\"total_subscribers\":1", await ReceiveAsync(client), StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_the_wire_the_frame_is_marked_and_small()
    {
        using var wire = await WireConnection.UpgradeAsync(
            server.Broker.HttpPort,
            "/subscribe?channel=wire",
            "Sec-WebSocket-Extensions: permessage-deflate");
        await server.Broker.Http.PublishAsync("wire", new string('x', TextLength));

        var frame = await wire.ReadFrameAsync();
        Assert.Equal(Rsv1, frame.Reserved);
        Assert.InRange(frame.Payload.Length, 1, TextLength / 10);
    }

    private async Task<ClientWebSocket> ConnectAsync(string target, string? cookie)
    {
        var client = new ClientWebSocket();
        client.Options.DangerousDeflateOptions = new WebSocketDeflateOptions
        {
            ClientContextTakeover = false,
            ServerContextTakeover = false,
        };
        if (cookie is not null) client.Options.SetRequestHeader("Cookie", cookie);
        var address = new Uri($"ws://127.0.0.1:{server.Broker.HttpPort}{target}");
        await client.ConnectAsync(address, Patience.Token());
        return client;
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket client)
    {
        var buffer = new byte[2 * TextLength];
        var length = 0;
        while (true)
        {
            var part = await client.ReceiveAsync(buffer.AsMemory(length), Patience.Token());
            length += part.Count;
            if (part.EndOfMessage) return Encoding.UTF8.GetString(buffer, 0, length);
        }
    }

    public sealed class CompressingServer : IAsyncLifetime
    {
        public BrokerProcess Broker { get; private set; } = null!;

        public async Task InitializeAsync() => Broker = await BrokerProcess.StartAsync(new BrokerStart
        { Config = "broker.websocket.compression = on" });

        public async Task DisposeAsync() => await Broker.DisposeAsync();
    }
}
