using Xunit;
using Xunit.Sdk;

namespace Broker.Postgres.TestKit;

/// <summary>A theory of a contract, some of whose implementations need a PostgreSQL.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Broker.Postgres.TestKit.ContractTheoryDiscoverer", "Broker.Postgres.TestKit")]
public sealed class ContractTheoryAttribute : TheoryAttribute;
