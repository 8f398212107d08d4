using Xunit;

namespace Broker.Postgres.TestKit;

/// <summary>A fact that needs a PostgreSQL; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.Missing;
}
