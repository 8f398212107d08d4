using Akka.Persistence;

namespace Broker.Actors.Persistence;

/// <summary>How persistent actors recover.</summary>
internal static class Recoveries
{
    /// <summary>From events alone: the store is not asked for a snapshot that no one takes.</summary>
    public static readonly Recovery WithoutSnapshot = new(SnapshotSelectionCriteria.None);
}
