using System.Security.Cryptography;
using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using Broker.Actors.Hub;
using Broker.Actors.Telemetry;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Hosting;

/// <summary>Starts the channels and, where nodes share a journal, what carries between them.</summary>
internal static class ChannelServices
{
    /// <param name="presence">Null where this process is alone.</param>
    /// <returns>The registry.</returns>
    public static IActorRef StartChannels(
        ActorSystem system, IServiceProvider provider, BrokerSettings settings, IActorRef? presence)
    {
        var opened = provider.GetRequiredService<OpenJournal>();
        var (journal, time) = (opened.Journal!, provider.GetRequiredService<TimeProvider>());
        var (budget, wire) = (
            provider.GetRequiredService<PendingBytesLimit>(), provider.GetRequiredService<IRelayEncoder>());
        var home = new ChannelStorage(journal, opened.Epoch!, presence);
        var origin = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        if (journal.IsShared)
        {
            home = home with
            {
                Relays = system.ActorOf(
                    RelaysElsewhereActor.PropsFor(home, wire, origin, settings.Channel, time),
                    "relays-elsewhere"),
            };
        }

        var channels = system.ActorOf(
            ChannelRegistryActor.PropsFor(
                settings.Channel, budget, provider.GetRequiredService<BrokerMetrics>(), time, home),
            "channels");
        system.ActorOf(HistorySweepActor.PropsFor(journal, settings.Channel, time), "history-sweep");
        if (journal.IsShared)
        {
            system.ActorOf(ChannelFeed.PropsFor(channels, journal, budget), "channel-feed");
            system.ActorOf(RelayFeed.PropsFor(channels, journal, budget, wire, origin), "relay-feed");
        }
        return channels;
    }
}
