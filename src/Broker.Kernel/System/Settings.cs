using Broker.Hocon;

namespace Broker.Kernel;

/// <summary>What the engine reads from its configuration, once, at the start of a system.</summary>
public sealed class Settings
{
    internal Settings(Config config)
    {
        Config = config;
        Throughput = Math.Max(1, config.GetInt("akka.actor.default-dispatcher.throughput", 30));
        AskTimeout = config.HasPath("akka.actor.ask-timeout")
            && config.GetString("akka.actor.ask-timeout") != "infinite"
            ? config.GetTimeSpan("akka.actor.ask-timeout")
            : Timeout.InfiniteTimeSpan;
        LogLevel = config.GetString("akka.loglevel", "INFO");
        SchedulerType = config.GetString("akka.scheduler.implementation", "");
    }

    public Config Config { get; }

    /// <summary>Messages an actor handles before it gives its thread to the next one.</summary>
    public int Throughput { get; }

    /// <summary>For asks that name no timeout.</summary>
    public TimeSpan AskTimeout { get; }

    /// <summary>DEBUG, INFO, WARNING, ERROR or OFF.</summary>
    public string LogLevel { get; }

    /// <summary>
    /// Type name of a scheduler with a constructor (Config, ILoggingAdapter); empty for the built-in one.
    /// </summary>
    internal string SchedulerType { get; }

    internal IScheduler? CreateScheduler(ILoggingAdapter log)
    {
        if (SchedulerType.Length == 0) return null;

        var type = Type.GetType(SchedulerType, throwOnError: true)!;
        return (IScheduler)Activator.CreateInstance(type, Config, log)!;
    }
}
