namespace Broker.Postgres.TestKit;

/// <summary>
/// A class that plays a contract on a PostgreSQL: every <see cref="ContractFactAttribute"/> and
/// <see cref="ContractTheoryAttribute"/> of it is skipped where there is none.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsPostgresAttribute : Attribute;
