using Broker.Gateway.Configuration;
using Broker.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Broker.Gateway.Hosting;

/// <summary>What accepts connections, and how many.</summary>
internal static class ListenerServices
{
    public static IServiceCollection AddListeners(
        this IServiceCollection services, BrokerSettings settings) => services
        .AddSingleton(settings.Http)
        .AddSingleton(provider => new CoalescedTimeouts(
            settings.Http.FirstByteTimeout, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(new ConnectionLimit(settings.Http.ConnectionsMax))
        .AddSingleton(new AddressLimit(
            settings.Process.ConnectionsPerAddressMax, settings.Http.TrustedProxies))
        .AddSingleton(provider => new SocketLimit(
            DescriptorFit.SocketsMax(settings), provider.GetRequiredService<AddressLimit>()))
        .AddSingleton<ConnectionRefusals>()
        .AddSingleton<SocketTransportFactory>()
        .AddSingleton<CountedListenerFactory>()
        .AddSingleton<IConnectionListenerFactory>(
            provider => provider.GetRequiredService<CountedListenerFactory>());
}
