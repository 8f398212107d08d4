using System.Collections;
using Akka.Configuration;
using Broker.Actors.Configuration;

namespace Broker.Gateway.Startup;

/// <summary>
/// From arguments to an exit code: reads every setting, takes the data directory, runs the server, and turns
/// what its user can mend into one message instead of a stack trace.
/// </summary>
internal sealed class Launcher(
    IReadOnlyDictionary<string, string> environment,
    string workingDirectory,
    TextWriter output,
    TextWriter error)
{
    /// <summary>With the environment, directory and console of this process.</summary>
    public static Launcher ForThisProcess() => new(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? ""),
        Directory.GetCurrentDirectory(),
        Console.Out,
        Console.Error);

    /// <summary>
    /// Does what the arguments ask for. <paramref name="serve"/> runs until the server has stopped; the data
    /// directory is held around it.
    /// </summary>
    /// <returns>One of <see cref="ExitCode"/>, or what <paramref name="serve"/> returns.</returns>
    public async Task<int> RunAsync(
        IReadOnlyList<string> arguments, Func<BrokerSettings, LayeredConfig, Task<int>> serve)
    {
        try
        {
            var commandLine = CommandLine.Parse(arguments);
            return commandLine.Action switch
            {
                CommandLineAction.Help => Print(CommandLine.Help()),
                CommandLineAction.Version => Print($"Broker {Version}\n"),
                CommandLineAction.CheckConfig => Print(EffectiveSettings.Render(Read(commandLine).Config)),
                _ => await ServeAsync(commandLine, serve),
            };
        }
        catch (StartupException e)
        {
            return Refuse(e.ExitCode, e.Message);
        }
        catch (ConfigurationException e)
        {
            return Refuse(ExitCode.BadConfiguration, e.Message);
        }
    }

    private string Version =>
        environment.GetValueOrDefault(OutsideSetting.Version.Variable) is { Length: > 0 } version
            ? version
            : ProcessSettings.BuildVersion;

    private async Task<int> ServeAsync(
        CommandLine commandLine, Func<BrokerSettings, LayeredConfig, Task<int>> serve)
    {
        var (settings, config) = Read(commandLine);
        using var data = DataDirectory.Hold(settings.Process.DataDirectory);
        try
        {
            return await serve(settings, config);
        }
        catch (Exception e) when (StartupFailure.From(e, settings, config) is { } failure)
        {
            return Refuse(failure.ExitCode, failure.Message);
        }
    }

    private (BrokerSettings Settings, LayeredConfig Config) Read(CommandLine commandLine)
    {
        var config = ConfigurationLayers.Load(commandLine, environment, workingDirectory);
        var settings = BrokerSettings.From(config);
        var data = Path.GetFullPath(settings.Process.DataDirectory, workingDirectory);
        return (settings with { Process = settings.Process with { DataDirectory = data } }, config);
    }

    private int Print(string text)
    {
        output.Write(text);
        return ExitCode.CleanStop;
    }

    private int Refuse(int exitCode, string message)
    {
        foreach (var line in message.Split('\n')) error.WriteLine($"Broker.Gateway: {line}");
        return exitCode;
    }
}
