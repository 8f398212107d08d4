using Broker.Hocon;

namespace Broker.Kernel.TestKit;

public static class TestConfigs
{
    public static Config DefaultConfig => Config.Empty;

    /// <summary>Time stands still until <see cref="TestScheduler.Advance"/>.</summary>
    public static Config TestSchedulerConfig => ConfigurationFactory.ParseString(
        """akka.scheduler.implementation = "Broker.Kernel.TestKit.TestScheduler, Broker.Kernel.TestKit" """);
}
