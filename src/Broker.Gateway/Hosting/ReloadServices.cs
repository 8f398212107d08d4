using Broker.Gateway.Admin;
using Broker.Gateway.Auction;
using Broker.Gateway.Configuration;
using Broker.Gateway.Http;
using Broker.Gateway.Tokens;
using Broker.Gateway.WebSockets;

namespace Broker.Gateway.Hosting;

/// <summary>What SIGHUP changes (docs/configuration.md).</summary>
internal static class ReloadServices
{
    public static IServiceCollection AddReload(this IServiceCollection services) => services
        .AddReloadable<AddressRates>()
        .AddReloadable<WrongPasswordRates>()
        .AddReloadable<AdminGate>()
        .AddReloadable<PublishGuard>()
        .AddReloadable<TokenKeys>()
        .AddReloadable<OriginRule>()
        .AddSingleton<IReloadable, ConnectionLimitsReload>()
        .AddSingleton<IReloadable, LogLevelReload>()
        .AddSingleton<ReloadOnHangUp>()
        .AddHostedService(provider => provider.GetRequiredService<ReloadOnHangUp>());

    // The part that serves clients, and no other of its kind.
    private static IServiceCollection AddReloadable<T>(this IServiceCollection services)
        where T : class, IReloadable =>
        services.AddSingleton<IReloadable>(provider => provider.GetRequiredService<T>());
}
