using System.CommandLine;
using System.CommandLine.Parsing;

namespace Broker.Gateway.Startup;

/// <summary>
/// The arguments of the process, taken apart but not judged: values are texts, which the settings check
/// together with those from files and variables.
/// </summary>
/// <param name="ConfigFile">Null when no <c>--config</c> was given.</param>
/// <param name="Values">What the given arguments set.</param>
internal sealed record CommandLine(
    CommandLineAction Action,
    string? ConfigFile,
    IReadOnlyList<KeyValuePair<OutsideSetting, string>> Values)
{
    /// <summary>The argument that names the configuration file; it is no key of that file.</summary>
    public const string ConfigArgument = "--config";

    // An argument that begins with @ is not a response file, and -port is not -p -o -r -t.
    private static readonly ParserConfiguration Plain = new()
    {
        ResponseFileTokenReplacer = null,
        EnablePosixBundling = false,
    };

    /// <summary>
    /// <c>--name=value</c>, <c>--name value</c>, and <c>-port=value</c>, which old clients of the hub use.
    /// </summary>
    /// <exception cref="StartupException">An argument is unknown, repeated, or lacks its value.</exception>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        var help = Flag("--help", "-h");
        var version = Flag("--version");
        var check = Flag("--check-config");
        var file = new Option<string?>(ConfigArgument);
        var settings = OutsideSetting.All.Where(setting => setting.Argument is not null)
            .Select(setting => (Setting: setting, Option: OptionFor(setting))).ToArray();
        var command = new Command("broker") { help, version, check, file };
        foreach (var (_, option) in settings) command.Add(option);

        var result = command.Parse(arguments, Plain);
        // Who asks for help may have got the rest wrong: that is why they ask.
        if (result.GetValue(help)) return new CommandLine(CommandLineAction.Help, null, []);

        var problems = result.Errors.Select(error => error.Message).Distinct().ToArray();
        if (problems.Length == 0) problems = [.. Swallowed(result)];
        if (problems.Length > 0) throw Wrong(problems);

        var action = result.GetValue(version) ? CommandLineAction.Version
            : result.GetValue(check) ? CommandLineAction.CheckConfig
            : CommandLineAction.Serve;
        return new CommandLine(action, result.GetValue(file), [
            .. from entry in settings
               let value = result.GetValue(entry.Option)
               where value is not null
               select KeyValuePair.Create(entry.Setting, value),
        ]);
    }

    // To the library "[word]" is a directive and is ignored when unknown, and an unknown argument behind one
    // that lacks its value is that value.
    private static IEnumerable<string> Swallowed(ParseResult result) =>
        result.Tokens.Where(token => token.Type == TokenType.Directive)
            .Select(token => $"Unrecognized command or argument '{token.Value}'.")
            .Concat(SwallowedValues(result));

    private static IEnumerable<string> SwallowedValues(ParseResult result) =>
        from option in result.CommandResult.Children.OfType<OptionResult>()
        from token in option.Tokens
        where token.Value.StartsWith("--", StringComparison.Ordinal)
        select $"'{token.Value}' is not a value of '{option.Option.Name}'.";

    private static Option<bool> Flag(string name, params string[] aliases) =>
        new(name, aliases) { Arity = ArgumentArity.Zero };

    private static Option<string?> OptionFor(OutsideSetting setting) =>
        setting == OutsideSetting.HubPort ? new(setting.Argument!, "-port") : new(setting.Argument!);

    private static StartupException Wrong(IEnumerable<string> problems) =>
        new(ExitCode.BadConfiguration, $"{string.Join('\n', problems)}\nTry --help.");
}
