using Broker.Actors.Channels;
using Broker.Hocon;
using Broker.Tcp;

namespace Broker.Gateway.Startup;

/// <summary>
/// The one configuration that all settings are read from: each <c>reference.conf</c>, over it the user's
/// file, over it environment variables, over them the command line. Every value keeps where it came from.
/// </summary>
internal static class ConfigurationLayers
{
    /// <summary>Read if it is there and no other file is named; relative to the working directory.</summary>
    public const string DefaultFile = "hocon/broker.conf";

    public const string FileVariable = "BROKER_CONFIG";

    /// <summary>Every key there is, with its default.</summary>
    public static Config Reference { get; } = Embedded(typeof(ConfigurationLayers))
        .WithFallback(Embedded(typeof(HubSettings)))
        .WithFallback(Embedded(typeof(ChannelSettings)));

    /// <summary>
    /// A variable that is set to nothing counts as not set: that is what compose files make of it.
    /// </summary>
    /// <exception cref="StartupException">A named file is missing, or a key does not exist.</exception>
    /// <exception cref="ConfigurationException">A file is not HOCON.</exception>
    public static Config Load(
        CommandLine commandLine, IReadOnlyDictionary<string, string> environment, string workingDirectory)
    {
        var config = FromCommandLine(commandLine)
            .WithFallback(FromEnvironment(environment))
            .WithFallback(FromFile(commandLine, environment, workingDirectory))
            .WithFallback(Reference)
            .Resolve();
        var unknown = UnknownKeys.In(config, Reference);
        return unknown.Count == 0
            ? config
            : throw new StartupException(ExitCode.BadConfiguration, string.Join('\n', unknown));
    }

    private static Config FromCommandLine(CommandLine commandLine) => commandLine.Values.Aggregate(
        Config.Empty,
        (layer, value) => One(value.Key, value.Value, $"argument {value.Key.Argument}").WithFallback(layer));

    private static Config FromEnvironment(IReadOnlyDictionary<string, string> environment) =>
        OutsideSetting.All.Aggregate(Config.Empty, (layer, setting) =>
            Variable(environment, setting.Variable) is { } text
                ? One(setting, text, $"environment variable {setting.Variable}").WithFallback(layer)
                : layer);

    private static Config One(OutsideSetting setting, string text, string origin) => setting.IsList
        ? ConfigurationFactory.FromList(setting.Path, [text], origin)
        : ConfigurationFactory.FromPairs([KeyValuePair.Create(setting.Path, text)], origin);

    private static Config FromFile(
        CommandLine commandLine, IReadOnlyDictionary<string, string> environment, string workingDirectory)
    {
        if (commandLine.ConfigFile is { } argument)
            return Named(argument, $"argument {CommandLine.ConfigArgument}", workingDirectory);
        if (Variable(environment, FileVariable) is { } variable)
            return Named(variable, $"environment variable {FileVariable}", workingDirectory);

        var file = Path.Combine(workingDirectory, DefaultFile);
        return File.Exists(file) ? ConfigurationFactory.ParseFile(file) : Config.Empty;
    }

    private static Config Named(string file, string origin, string workingDirectory)
    {
        var path = Path.Combine(workingDirectory, file);
        return File.Exists(path)
            ? ConfigurationFactory.ParseFile(path)
            : throw new StartupException(
                ExitCode.BadConfiguration, $"{origin}: there is no file '{file}'");
    }

    private static string? Variable(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.GetValueOrDefault(name) is { Length: > 0 } text ? text : null;

    private static Config Embedded(Type beside) =>
        ConfigurationFactory.ParseResource(beside.Assembly, "reference.conf");
}
