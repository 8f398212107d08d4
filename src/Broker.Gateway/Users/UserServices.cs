using Broker.Gateway.Configuration;

namespace Broker.Gateway.Users;

/// <summary>The endpoints of Users (contracts §4).</summary>
internal static class UserServices
{
    public static IServiceCollection AddUsers(
        this IServiceCollection services, BrokerSettings settings) => services
        .AddSingleton(settings.Users)
        .AddSingleton<UserTokens>()
        .AddSingleton<UserSockets>()
        .AddSingleton<TokenEndpoints>()
        .AddSingleton<MessageEndpoints>()
        .AddSingleton<UserSocketEndpoint>();
}
