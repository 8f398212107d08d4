using Broker.Actors.Auction;
using Broker.Gateway.Configuration;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Broker.Gateway.Auction;

/// <summary>The endpoints of the auction (contracts §5).</summary>
internal static class AuctionServices
{
    public static IServiceCollection AddAuction(
        this IServiceCollection services, BrokerSettings settings) => services
        .AddSingleton(settings.Auction)
        .AddSingleton(settings.AuctionHttp)
        .AddSingleton<IAuctionEventEncoder, AuctionEventEncoder>()
        .AddSingleton<AuctionTokens>()
        .AddSingleton<AuctionStreams>()
        .AddSingleton<AuctionGuard>()
        .AddSingleton<AuctionInput>()
        .AddSingleton<AuctionClient>()
        .AddSingleton<IPasswordHasher<string>>(new PasswordHasher<string>(Options.Create(
            new PasswordHasherOptions { IterationCount = settings.AuctionHttp.PasswordRounds })))
        .AddSingleton<LoginAttempts>()
        .AddSingleton<WrongPasswordRates>()
        .AddSingleton<PasswordHashQueue>()
        .AddSingleton<AccountEndpoints>()
        .AddSingleton<OfferEndpoints>();
}
