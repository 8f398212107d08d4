namespace Broker.Journal.Postgres;

/// <summary>Something the operator should know about the database.</summary>
/// <param name="Part">What the journal was doing.</param>
public sealed record PostgresIncident(PostgresIncident.Kind What, string Part, string Detail)
{
    public enum Kind
    {
        /// <summary>It cannot be reached or does not do what it is asked; it is tried again.</summary>
        Away,

        /// <summary>It answers again.</summary>
        Back,
    }
}
