using Xunit;

namespace Broker.Postgres.TestKit;

/// <summary>A theory that needs a PostgreSQL; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresTheoryAttribute : TheoryAttribute
{
    public PostgresTheoryAttribute() => Skip = PostgresServer.Missing;
}
