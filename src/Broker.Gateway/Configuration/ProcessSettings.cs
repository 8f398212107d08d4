using System.Reflection;
using Broker.Actors.Configuration;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Broker.Gateway.Configuration;

/// <summary>The <c>broker.process</c> section of reference.conf, read once at start-up.</summary>
/// <param name="Environment">Such as <c>dev</c>; decides what is safe to leave out.</param>
/// <param name="Version">What <c>/healthz</c> and the start-up line show.</param>
/// <param name="DataDirectory">Absolute once the <see cref="Launcher"/> has read it.</param>
/// <param name="ConnectionsPerAddressMax">Over all protocols; 0 for no limit.</param>
/// <param name="DescriptorsReserved">File descriptors for all that is no connection of a client.</param>
public sealed record ProcessSettings(
    string Environment,
    string Version,
    BindAddress Bind,
    string DataDirectory,
    TimeSpan AskTimeout,
    TimeSpan DrainTimeout,
    int CollectAfterConnections,
    int ConnectionsPerAddressMax,
    int DescriptorsReserved)
{
    private const string Development = "dev";
    private const int NameLengthMax = 64;

    // More than the users behind one address commonly have, and far less than a process can serve.
    private const int PerAddressMaxElsewhere = 1000;

    /// <summary>The lowest level of the broker's own lines in the log.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary>Growth of the process after which memory is given back; 0 never does.</summary>
    public long CollectAfterGrowth { get; init; }

    /// <summary>True where convenience goes before safety: on a developer's machine.</summary>
    public bool IsDevelopment => Environment == Development;

    /// <summary>The version that this program was built as.</summary>
    public static string BuildVersion { get; } = typeof(ProcessSettings).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    public static ProcessSettings From(SettingReader config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var environment = Name(config, "environment");
        var version = config.GetString("version");
        return new ProcessSettings(
            Environment: environment.Length > 0 ? environment : throw config.Error("environment", "is empty"),
            Version: version.Length > 0 ? Name(config, "version") : BuildVersion,
            Bind: BindFrom(config, environment),
            DataDirectory: Directory(config, "data"),
            AskTimeout: config.GetTimeSpan("ask-timeout", TimeBounds.Shortest, TimeBounds.Longest),
            CollectAfterConnections: config.GetInt("collect-after-connections", 0, int.MaxValue),
            ConnectionsPerAddressMax: PerAddress(config, environment),
            DescriptorsReserved: config.GetInt("descriptors-reserved", 0, int.MaxValue),
            DrainTimeout: config.GetTimeSpan("drain-timeout", TimeSpan.Zero, TimeBounds.Longest))
        {
            CollectAfterGrowth = config.GetByteSize("collect-after-growth", 0, long.MaxValue),
            LogLevel = config.GetEnum<LogLevel>("log-level"),
        };
    }

    private static BindAddress BindFrom(SettingReader config, string environment)
    {
        var text = config.GetString("bind");
        if (text.Length == 0) return environment == Development ? BindAddress.Loopback : BindAddress.All;
        return BindAddress.TryParse(text, out var bind)
            ? bind
            : throw config.Error("bind", $"'{text}' is not an IP address, localhost or *");
    }

    private static int PerAddress(SettingReader config, string environment)
    {
        const string key = "connections-per-address-max";
        var text = config.GetString(key);
        if (text == "auto") return environment == Development ? 0 : PerAddressMaxElsewhere;
        return int.TryParse(text, out _)
            ? config.GetInt(key, 0, int.MaxValue)
            : throw config.Error(key, $"'{text}' is not auto or a whole number");
    }

    private static string Directory(SettingReader config, string key)
    {
        var text = config.GetString(key);
        if (text.Length == 0) throw config.Error(key, "is empty");
        if (text.Contains('\0', StringComparison.Ordinal)) throw config.Error(key, "is not a path");
        return text;
    }

    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '+';

    // Both names end up in log lines and JSON that people read and programs compare.
    private static string Name(SettingReader config, string key)
    {
        var text = config.GetString(key);
        return text.Length <= NameLengthMax && text.All(IsOfName)
            ? text
            : throw config.Error(key, $"is not up to {NameLengthMax} letters, digits and . - _ +");
    }
}
