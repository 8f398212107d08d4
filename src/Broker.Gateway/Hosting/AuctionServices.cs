using Broker.Actors.Auction;
using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using Broker.Gateway.Auction;
using Broker.Gateway.Configuration;
using Broker.Persistence;
using Microsoft.AspNetCore.Identity;

namespace Broker.Gateway.Hosting;

/// <summary>Puts the auction together (contracts §5): its actors over the store, and its gateway.</summary>
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
        .AddSingleton<IPasswordHasher<string>, PasswordHasher<string>>()
        .AddSingleton<PasswordHashQueue>()
        .AddSingleton<AccountEndpoints>()
        .AddSingleton<OfferEndpoints>();

    public static IActorRef StartAuction(
        ActorSystem system, IActorRegistry registry, IServiceProvider provider, NodeActors nodes)
    {
        var store = provider.GetRequiredService<EventStore>();
        var auction = system.ActorOf(
            AuctionActor.PropsFor(new AuctionDependencies(
                store.Generation,
                store.Auction,
                nodes,
                provider.GetRequiredService<PendingBytesLimit>(),
                provider.GetRequiredService<IAuctionEventEncoder>(),
                provider.GetRequiredService<AuctionSettings>(),
                provider.GetRequiredService<TimeProvider>())),
            "auction");
        registry.Register<AuctionActor>(auction);
        return auction;
    }
}
