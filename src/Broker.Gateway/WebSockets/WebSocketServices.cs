using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Gateway.Configuration;
using Broker.Sockets;

namespace Broker.Gateway.WebSockets;

/// <summary>What all WebSockets work with.</summary>
internal static class WebSocketServices
{
    public static IServiceCollection AddWebSockets(
        this IServiceCollection services, BrokerSettings settings) => services
        .AddSingleton(settings.WebSocket)
        .AddSingleton<WebSocketRoutes>()
        .AddSingleton<WebSocketUpgrade>()
        .AddSingleton(new OriginRule(settings.AllowedOrigins))
        .AddSingleton(provider => new WebSocketDependencies(
            provider.GetRequiredService<IRequiredActor<ConnectionRegistryActor>>(),
            settings.Outbox,
            provider.GetRequiredService<OutboxBytesLimit>(),
            () => new RequestWindow(settings.Connection.RequestsWaitingMax),
            settings.WebSocket.Compression,
            settings.BeatsOf(settings.WebSocket.PingInterval),
            settings.BeatsOf(settings.WebSocket.PongTimeout),
            settings.WebSocket.CloseTimeout,
            settings.Process.AskTimeout,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<WebSocketConnection>>()));
}
