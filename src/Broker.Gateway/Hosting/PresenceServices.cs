using Broker.Actors.Journal;
using Broker.Actors.Presence;
using Broker.Gateway.Configuration;
using Broker.Journal.Postgres;

namespace Broker.Gateway.Hosting;

/// <summary>What this process tells other nodes, where its journal is shared with some.</summary>
internal static class PresenceServices
{
    // The store is made when it is asked for, and closed when no actor is left that could leave through it.
    public static IServiceCollection AddPresence(
        this IServiceCollection services, BrokerSettings settings)
    {
        services.AddSingleton<NodeLease>();
        if (settings.Journal.Store != JournalStore.Postgres) return services;

        return services
            .AddSingleton(new SharedDemand(settings.Presence.DemandKeysMax))
            .AddSingleton(_ => PostgresPresenceStore.Open(settings.Journal.Postgres, settings.Presence));
    }

    /// <summary>The <see cref="PresenceActor"/>; null where this process is alone.</summary>
    public static IActorRef? StartPresence(
        ActorSystem system, IServiceProvider provider, BrokerSettings settings)
    {
        if (!provider.GetRequiredService<IJournal>().IsShared) return null;

        var presence = system.ActorOf(
            PresenceActor.PropsFor(
                provider.GetRequiredService<PostgresPresenceStore>(),
                settings.Presence,
                provider.GetRequiredService<NodeLease>(),
                provider.GetRequiredService<TimeProvider>()),
            "presence");
        system.ActorOf(
            DemandActor.PropsFor(
                provider.GetRequiredService<SharedDemand>(), presence, settings.Presence.DemandInterval),
            "demand");
        return presence;
    }
}
