using System.Collections;
using System.Runtime.InteropServices;
using Akka.Configuration;
using Broker.Actors.Configuration;

namespace Broker.Gateway.Configuration;

/// <summary>
/// From arguments to an exit code: reads every setting, takes the data directory, runs the server, and turns
/// what its user can mend into one message instead of a stack trace.
/// </summary>
/// <param name="workingDirectory">Null when it was deleted or may not be read.</param>
internal sealed class Launcher(
    IReadOnlyDictionary<string, string> environment,
    string? workingDirectory,
    TextWriter output,
    TextWriter error)
{
    /// <summary>With the environment, directory and console of this process.</summary>
    public static Launcher ForThisProcess() => new(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? ""),
        WorkingDirectory(),
        Console.Out,
        Console.Error);

    /// <summary>
    /// Does what the arguments ask for. <paramref name="serve"/> runs until the server has stopped; the data
    /// directory is held around it.
    /// </summary>
    /// <returns>One of <see cref="ExitCode"/>, or what <paramref name="serve"/> returns.</returns>
    public async Task<int> RunAsync(
        IReadOnlyList<string> arguments, Func<LiveSettings, Task<int>> serve)
    {
        // A terminal that closes is no reason to end.
        using var hangUp = OperatingSystem.IsWindows()
            ? null
            : PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => signal.Cancel = true);
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
        catch (Exception e)
        {
            // A mistake of ours keeps its stack, but does not abort the process with a code of its own.
            return Refuse(ExitCode.CannotStart, e.ToString());
        }
    }

    private string Version =>
        environment.GetValueOrDefault(SettingOverride.Version.Variable) is { Length: > 0 } version
            ? version
            : ProcessSettings.BuildVersion;

    private async Task<int> ServeAsync(CommandLine commandLine, Func<LiveSettings, Task<int>> serve)
    {
        var live = new LiveSettings(() => Read(commandLine));
        using var data = DataDirectory.Hold(live.Current.Process.DataDirectory);
        try
        {
            return await serve(live);
        }
        catch (Exception e) when (StartupFailure.From(e, live.Current, live.Config) is { } failure)
        {
            return Refuse(failure.ExitCode, failure.Message);
        }
    }

    private (BrokerSettings Settings, LayeredConfig Config) Read(CommandLine commandLine)
    {
        var here = workingDirectory
            ?? throw new StartupException(ExitCode.CannotStart, "the working directory cannot be read");
        var config = ConfigurationLayers.Load(
            commandLine, environment, here, line => Say($"warning: {line}"));
        var settings = BrokerSettings.From(config);
        var data = Path.GetFullPath(settings.Process.DataDirectory, here);
        return (settings with { Process = settings.Process with { DataDirectory = data } }, config);
    }

    private static string? WorkingDirectory()
    {
        try
        {
            return Directory.GetCurrentDirectory();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private int Print(string text)
    {
        output.Write(text);
        return ExitCode.CleanStop;
    }

    private int Refuse(int exitCode, string message)
    {
        Say(message);
        return exitCode;
    }

    private void Say(string message)
    {
        try
        {
            foreach (var line in message.Split('\n')) error.WriteLine($"Broker.Gateway: {line}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Standard error is full or closed; the exit code still says it.
        }
    }
}
