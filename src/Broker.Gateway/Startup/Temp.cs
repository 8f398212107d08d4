using System.Net;
using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Hocon;
namespace Broker.Gateway.Startup;
internal sealed record HttpSettings(IReadOnlyList<int> Ports, IPAddress? Bind, TimeSpan HeadersTimeout, int HeadersBytesMax, TimeSpan FirstByteTimeout, int ConnectionsMax, IReadOnlyList<string> AllowedOrigins);
internal sealed record WebSocketSettings(int MessageBytesMax, int ChatMessageBytesMax, int FragmentsMax, int JsonDepthMax, TimeSpan PingInterval, TimeSpan PongTimeout, TimeSpan CloseTimeout);
internal sealed record SseSettings(TimeSpan KeepAliveInterval);
internal sealed record PublishSettings(int BodyBytesMax, TimeSpan ReceiptTimeout);
internal sealed record ProcessSettings(string Version, string Environment, string DataDirectory, TimeSpan DrainTimeout);
internal sealed record BrokerSettings(ChannelSettings Channel, ConnectionSettings Connection, OutboxSettings Outbox, HttpSettings Http, WebSocketSettings WebSocket, SseSettings Sse, PublishSettings Publish, ProcessSettings Process)
{
    public static BrokerSettings Temp()
    {
        var c = ConfigurationFactory.ParseResource(typeof(ChannelSettings).Assembly, "reference.conf").GetConfig("broker");
        var port = int.Parse(Environment.GetEnvironmentVariable("APP_PORT") ?? "8080");
        return new(ChannelSettings.From(c.GetConfig("channel")), ConnectionSettings.From(c), OutboxSettings.From(c.GetConfig("outbox")),
            new([port], IPAddress.Loopback, TimeSpan.FromSeconds(10), 32768, TimeSpan.FromSeconds(10), 110000, []),
            new(1 << 20, 65536, 1024, 32, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5)),
            new(TimeSpan.FromSeconds(15)), new(1 << 20, TimeSpan.FromSeconds(5)), new("0.1.0", "dev", "data", TimeSpan.FromSeconds(10)));
    }
}
