namespace Broker.Cluster.Joining;

/// <summary>One start of one process.</summary>
/// <param name="Id">Random: what sessions of the store say that they write for.</param>
/// <param name="Address">Where other nodes reach it, as Akka writes addresses.</param>
/// <param name="Uid">Tells the members of one address apart.</param>
/// <param name="Agreed">The settings that must be equal on all nodes.</param>
internal sealed record NodeIdentity(long Id, string Address, long Uid, string Agreed);
