using System.Text;
using Akka.Configuration;
using Broker.Actors.Channels;
using Broker.Actors.Configuration;
using Broker.Cluster;
using Broker.Persistence;
using Broker.Tcp;

namespace Broker.Gateway.Configuration;

/// <summary>
/// The one configuration that all settings are read from: each <c>reference.conf</c>, over it the user's
/// file, over it environment variables, over them the command line. Every value keeps where it came from.
/// </summary>
internal static class ConfigurationLayers
{
    /// <summary>Read if it is there and no other file is named; relative to the working directory.</summary>
    public const string DefaultFile = "hocon/broker.conf";

    public const string FileVariable = "BROKER_CONFIG";

    private static readonly string[] ServiceLinkSchemes = ["tcp://", "udp://", "sctp://"];

    // Bounds what a device or a log that is named as configuration can cost.
    private const int FileBytesMax = 1 << 20;

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Every key there is, with its default.</summary>
    public static LayeredConfig Reference { get; } = LayeredConfig.Empty
        .WithReference(typeof(ChannelSettings).Assembly)
        .WithReference(typeof(PersistenceSettings).Assembly)
        .WithReference(typeof(ClusterSettings).Assembly)
        .WithReference(typeof(HubSettings).Assembly)
        .WithReference(typeof(ConfigurationLayers).Assembly);

    /// <summary>
    /// A variable that is set to nothing counts as not set: that is what compose files make of it.
    /// </summary>
    /// <param name="warn">Takes a line for each value that is ignored or may be a mistake.</param>
    /// <exception cref="StartupException">A named file is missing, or a key does not exist.</exception>
    /// <exception cref="ConfigurationException">A file is not HOCON.</exception>
    public static LayeredConfig Load(
        CommandLine commandLine,
        IReadOnlyDictionary<string, string> environment,
        string workingDirectory,
        Action<string> warn)
    {
        var config = WithFile(Reference, commandLine, environment, workingDirectory, warn);
        foreach (var setting in SettingOverride.All)
        {
            if (Variable(environment, setting.Variable) is not { } text) continue;

            if (!IsServiceLink(setting.Variable, text, warn))
                config = With(config, setting, text, $"environment variable {setting.Variable}");
        }
        foreach (var (setting, text) in commandLine.Values)
            config = With(config, setting, text, $"argument {setting.Argument}");

        foreach (var line in UnknownKeys.OfAkka(config, Reference)) warn(line);
        var unknown = UnknownKeys.In(config, Reference);
        return unknown.Count == 0
            ? config
            : throw new StartupException(ExitCode.BadConfiguration, string.Join('\n', unknown));
    }

    // Kubernetes gives every pod <SERVICE>_PORT=tcp://ADDRESS:PORT for each service of its namespace.
    private static bool IsServiceLink(string variable, string text, Action<string> warn)
    {
        if (!ServiceLinkSchemes.Any(scheme => text.StartsWith(scheme, StringComparison.Ordinal)))
            return false;

        warn($"environment variable {variable}: '{text}' is ignored: "
            + "Kubernetes sets it for a service of that name (enableServiceLinks)");
        return true;
    }

    private static LayeredConfig With(
        LayeredConfig config, SettingOverride setting, string text, string source) =>
        config.With(setting.Path, text, setting.IsList, source);

    private static LayeredConfig WithFile(
        LayeredConfig config,
        CommandLine commandLine,
        IReadOnlyDictionary<string, string> environment,
        string workingDirectory,
        Action<string> warn)
    {
        if (commandLine.ConfigFile is { } argument)
            return Named(argument, $"argument {CommandLine.ConfigArgument}");
        if (Variable(environment, FileVariable) is { } variable
            && !IsServiceLink(FileVariable, variable, warn))
            return Named(variable, $"environment variable {FileVariable}");

        var file = Path.Combine(workingDirectory, DefaultFile);
        return File.Exists(file) ? config.With(ReadFile(file), file) : config;

        LayeredConfig Named(string name, string origin)
        {
            var path = Path.Combine(workingDirectory, name);
            return File.Exists(path)
                ? config.With(ReadFile(path), path)
                : throw new StartupException(
                    ExitCode.BadConfiguration, $"{origin}: there is no file '{name}'");
        }
    }

    private static string ReadFile(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            var bytes = new byte[FileBytesMax + 1];
            var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > FileBytesMax)
                throw new ConfigurationException($"{file}: is longer than {FileBytesMax} bytes");
            return Utf8.GetString(bytes, 0, length).TrimStart('\uFEFF');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new ConfigurationException($"{file}: cannot be read: {e.Message}");
        }
    }

    private static string? Variable(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;
}
