using Npgsql;

namespace Broker.Journal.Postgres;

/// <summary>
/// What one part of the journal knows of the database; it reports a change, not every failure.
/// </summary>
internal sealed class Availability(string part, Action<PostgresIncident> report)
{
    private int _isAway;

    public bool IsAway => Volatile.Read(ref _isAway) == 1;

    /// <summary>True for what the world does to a connection, false for a mistake of ours.</summary>
    public static bool IsFailure(Exception e) => e
        is NpgsqlException or OperationCanceledException or TimeoutException or IOException
        or ObjectDisposedException or InvalidOperationException;

    public void Failed(Exception e)
    {
        if (Interlocked.Exchange(ref _isAway, 1) == 0) Report(PostgresIncident.Kind.Away, Describe(e));
    }

    public void Worked()
    {
        if (IsAway && Interlocked.Exchange(ref _isAway, 0) == 1) Report(PostgresIncident.Kind.Back, "");
    }

    public static string Describe(Exception e) => e switch
    {
        OperationCanceledException or TimeoutException => "PostgreSQL did not answer in time.",
        _ => PostgresDatabase.Describe(e),
    };

    private void Report(PostgresIncident.Kind what, string detail) =>
        report(new PostgresIncident(what, part, detail));
}
