using Akka.Actor.Setup;
using Broker.Actors.Persistence;

namespace Broker.Persistence;

/// <summary>What <see cref="BrokerJournal"/> needs of the process: Akka creates it by name.</summary>
internal sealed class StoreSetup(
    IEventWriter writer, EventReader reader, CurrentGeneration generation, StoreHealth health)
    : Setup
{
    public IEventWriter Writer { get; } = writer;

    public EventReader Reader { get; } = reader;

    public CurrentGeneration Generation { get; } = generation;

    public StoreHealth Health { get; } = health;
}
