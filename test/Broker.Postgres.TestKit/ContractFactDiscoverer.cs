using Xunit.Abstractions;
using Xunit.Sdk;

namespace Broker.Postgres.TestKit;

/// <summary>Finds facts for xunit, which makes it by its name.</summary>
public sealed class ContractFactDiscoverer(IMessageSink diagnosticMessageSink)
    : FactDiscoverer(diagnosticMessageSink)
{
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions,
        ITestMethod testMethod,
        IAttributeInfo factAttribute) =>
        SkippedCase.For(DiagnosticMessageSink, discoveryOptions, testMethod) is { } skipped
            ? [skipped]
            : base.Discover(discoveryOptions, testMethod, factAttribute);
}
