using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Gateway.Configuration;
using Broker.Gateway.Http;

namespace Broker.Gateway.Broadcast;

/// <summary>The endpoints of Broadcast (contracts §1).</summary>
internal static class BroadcastServices
{
    public static IServiceCollection AddBroadcast(
        this IServiceCollection services, BrokerSettings settings) => services
        .AddSingleton(settings.Sse)
        .AddSingleton(settings.Publish)
        .AddSingleton<PublishGuard>()
        .AddSingleton<HttpPublisher>()
        .AddSingleton<PublishEndpoint>()
        .AddSingleton<PublishBatchEndpoint>()
        .AddSingleton<SubscribeEndpoint>()
        .AddSingleton<SseEndpoint>()
        .AddSingleton(provider => new SseDependencies(
            provider.GetRequiredService<IRequiredActor<ConnectionRegistryActor>>(),
            settings.Outbox,
            provider.GetRequiredService<OutboxBytesLimit>(),
            settings.BeatsOf(settings.Sse.KeepAliveInterval),
            settings.WebSocket.CloseTimeout,
            settings.Process.AskTimeout));
}
