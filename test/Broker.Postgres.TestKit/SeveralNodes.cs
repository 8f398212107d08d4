using Xunit;

namespace Broker.Postgres.TestKit;

/// <summary>Specs of several nodes over one PostgreSQL.</summary>
public static class SeveralNodes
{
    /// <summary>Why they cannot run: PostgreSQL serves one node before there is a cluster.</summary>
    public static string? Missing => PostgresServer.Missing ?? "until step 3";

    /// <summary>Skips the spec.</summary>
    public static void Require() => Skip.If(Missing is not null, Missing);
}
