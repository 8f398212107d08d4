using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Broker.Gateway.Configuration;

/// <summary>
/// The arguments of the process, taken apart but not judged: values are texts, which the settings check
/// together with those from files and variables.
/// </summary>
/// <param name="ConfigFile">Null when no <c>--config</c> was given.</param>
/// <param name="Values">What the given arguments set.</param>
internal sealed record CommandLine(
    CommandLineAction Action,
    string? ConfigFile,
    IReadOnlyList<KeyValuePair<SettingOverride, string>> Values)
{
    /// <summary>The argument that names the configuration file; it is no key of that file.</summary>
    public const string ConfigArgument = "--config";

    private const string HelpArgument = "--help";

    // Clients of the hub that are older than this broker write it with one hyphen.
    private const string OldPortArgument = "-port";

    // An argument that begins with @ is not a response file, and -port is not -p -o -r -t.
    private static readonly ParserConfiguration Plain = new()
    {
        ResponseFileTokenReplacer = null,
        EnablePosixBundling = false,
    };

    /// <summary><c>--name=value</c>, <c>--name value</c>, and <c>-port=value</c>.</summary>
    /// <exception cref="StartupException">An argument is unknown, repeated, or lacks its value.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var options = new Options();
        var result = options.Command.Parse([.. arguments.Select(WithTwoHyphens)], Plain);
        // The rest may be wrong: that is why a user asks for help.
        if (result.GetResult(options.Help) is not null)
            return new CommandLine(CommandLineAction.Help, null, []);

        var problems = ProblemsOf(result);
        if (problems.Count > 0)
            throw new StartupException(
                ExitCode.BadConfiguration, $"{string.Join('\n', problems)}\nTry {HelpArgument}.");

        var action = result.GetValue(options.Version) ? CommandLineAction.Version
            : result.GetValue(options.Check) ? CommandLineAction.CheckConfig
            : CommandLineAction.Serve;
        return new CommandLine(action, result.GetValue(options.File), [
            .. from entry in options.Settings
               let value = result.GetValue(entry.Value)
               where value is not null
               select KeyValuePair.Create(entry.Key, value),
        ]);
    }

    /// <summary>What <c>--help</c> prints: arguments, environment variables, exit codes.</summary>
    public static string Help()
    {
        using var text = new StringWriter { NewLine = "\n" };
        new Options().Command.Parse([HelpArgument], Plain)
            .Invoke(new InvocationConfiguration { Output = text });
        text.WriteLine("Environment variables:");
        foreach (var setting in SettingOverride.All)
            text.WriteLine($"  {setting.Variable,-28}{setting.Meaning} ({setting.Path})");
        text.WriteLine($"  {ConfigurationLayers.FileVariable,-28}configuration file, as {ConfigArgument}");
        text.WriteLine($"""

            Exit codes:
              {ExitCode.CleanStop}  stopped cleanly
              {ExitCode.CannotStart}  cannot start: a port or the data directory is taken or forbidden
              {ExitCode.BadConfiguration}  an argument, a variable or the configuration is wrong

            Arguments go before variables, variables before the configuration file.
            All keys: docs/configuration.md.
            """);
        return text.ToString();
    }

    private static string WithTwoHyphens(string argument) =>
        argument == OldPortArgument || argument.StartsWith($"{OldPortArgument}=", StringComparison.Ordinal)
            ? $"-{argument}"
            : argument;

    // To the library "[word]" is a directive and is ignored when unknown, and an unknown argument after one
    // that lacks its value is that value.
    private static IReadOnlyList<string> ProblemsOf(ParseResult result)
    {
        if (result.Action is ParseErrorAction errors)
        {
            using var text = new StringWriter { NewLine = "\n" };
            errors.ShowHelp = false;
            result.Invoke(new InvocationConfiguration { Output = text, Error = text });
            return [.. text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct()];
        }
        return [
            .. from token in result.Tokens
               where token.Type == TokenType.Directive
               select $"Unrecognized command or argument '{token.Value}'.",
            .. from option in result.CommandResult.Children.OfType<OptionResult>()
               from token in option.Tokens
               where token.Value.StartsWith("--", StringComparison.Ordinal)
               select $"'{token.Value}' is not a value of '{option.Option.Name}'.",
        ];
    }

    private sealed class Options
    {
        public Options()
        {
            Settings = SettingOverride.All.Where(setting => setting.Argument is not null).ToDictionary(
                setting => setting,
                setting => new Option<string?>(setting.Argument!, [.. setting.ArgumentAliases])
                {
                    HelpName = setting.ArgumentValue,
                    Description = $"{setting.Meaning} ({setting.Path})",
                });
            foreach (var option in Settings.Values) Command.Add(option);
            Command.Add(File);
            Command.Add(Check);
            Command.Add(Version);
            Command.Add(Help);
        }

        public Command Command { get; } = new("Broker.Gateway", "Broker: five protocols, one broker.");

        public IReadOnlyDictionary<SettingOverride, Option<string?>> Settings { get; }

        public Option<string?> File { get; } = new(ConfigArgument)
        {
            HelpName = "FILE",
            Description = $"configuration file; else {ConfigurationLayers.DefaultFile} if there",
        };

        public Option<bool> Check { get; } = new("--check-config")
        {
            Arity = ArgumentArity.Zero,
            Description = "print the effective settings and where each comes from, then exit",
        };

        public Option<bool> Version { get; } = new("--version")
        {
            Arity = ArgumentArity.Zero,
            Description = "print name and version, then exit",
        };

        public HelpOption Help { get; } = new(HelpArgument, "-h") { Description = "print this, then exit" };
    }
}
