using Broker.Gateway.Configuration;

namespace Broker.Gateway.Tokens;

/// <summary>What verifies tokens, and keeps the keys of their issuers fresh.</summary>
internal static class TokenServices
{
    public static IServiceCollection AddTokens(
        this IServiceCollection services, BrokerSettings settings) => services
        .AddSingleton(settings.Tokens)
        .AddSingleton<TokenKeys>()
        .AddHostedService<KeyRefresh>();
}
