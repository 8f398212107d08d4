namespace Broker.Persistence;

/// <summary>One row of the journal.</summary>
/// <param name="Created">
/// Ticks of the wall clock, as Akka.Persistence.Sql writes them. PostgreSQL takes those of its own clock.
/// </param>
internal sealed record EventRow(
    string PersistenceId, long SequenceNr, long Created, int SerializerId, string Manifest, byte[] Message);
