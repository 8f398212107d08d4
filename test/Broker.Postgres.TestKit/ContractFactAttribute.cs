using Xunit;
using Xunit.Sdk;

namespace Broker.Postgres.TestKit;

/// <summary>A fact of a contract, some of whose implementations need a PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Broker.Postgres.TestKit.ContractFactDiscoverer", "Broker.Postgres.TestKit")]
public sealed class ContractFactAttribute : FactAttribute;
