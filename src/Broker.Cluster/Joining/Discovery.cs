namespace Broker.Cluster.Joining;

/// <summary>How nodes find each other.</summary>
public enum Discovery
{
    /// <summary>Through a table in the PostgreSQL database that they share.</summary>
    Postgres,

    /// <summary>By the seed nodes that the configuration names.</summary>
    Config,
}
