using Xunit.Abstractions;
using Xunit.Sdk;

namespace Broker.Postgres.TestKit;

/// <summary>What stands for a fact or a whole theory that cannot run here.</summary>
internal static class SkippedCase
{
    /// <summary>Null where it can run.</summary>
    public static IXunitTestCase? For(
        IMessageSink sink, ITestFrameworkDiscoveryOptions options, ITestMethod method)
    {
        var needsIt = method.TestClass.Class.GetCustomAttributes(typeof(NeedsPostgresAttribute)).Any();
        return needsIt && PostgresServer.Missing is { } reason
            ? new XunitSkippedDataRowTestCase(
                sink, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method,
                reason)
            : null;
    }
}
