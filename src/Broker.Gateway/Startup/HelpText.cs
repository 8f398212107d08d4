using System.Text;

namespace Broker.Gateway.Startup;

/// <summary>What <c>--help</c> prints: arguments, environment variables, exit codes.</summary>
internal static class HelpText
{
    private const int Indent = 2;
    private const int NameWidth = 22;

    public static string Value { get; } = Compose();

    private static string Compose()
    {
        var text = new StringBuilder(
            "Broker: five protocols, one broker.\n\nUsage: Broker.Gateway [arguments]\n");
        Table(text, "Arguments", Arguments());
        Table(text, "Environment variables", Variables());
        Table(text, "Exit codes",
        [
            ($"{ExitCode.CleanStop}", "stopped cleanly"),
            ($"{ExitCode.CannotStart}", "cannot start: a port or the data directory is taken or forbidden"),
            ($"{ExitCode.BadConfiguration}", "an argument, a variable or the configuration is wrong"),
        ]);
        text.Append("\nArguments go before variables, variables before the configuration file. ")
            .Append("All keys: docs/configuration.md.\n");
        return text.ToString();
    }

    private static IEnumerable<(string Name, string Meaning)> Arguments() =>
    [
        .. from setting in OutsideSetting.All
           where setting.Argument is not null
           select ($"{setting.Argument}={setting.ArgumentValue}", $"{setting.Meaning} ({setting.Path})"),
        ($"{CommandLine.ConfigArgument}=FILE",
            $"configuration file; else {ConfigurationLayers.DefaultFile} if there"),
        ("--check-config", "print the effective settings and where each comes from, then exit"),
        ("--version", "print name and version, then exit"),
        ("--help, -h", "print this, then exit"),
    ];

    private static IEnumerable<(string Name, string Meaning)> Variables() =>
    [
        .. OutsideSetting.All.Select(setting => (setting.Variable, $"{setting.Meaning} ({setting.Path})")),
        (ConfigurationLayers.FileVariable, $"configuration file, as {CommandLine.ConfigArgument}"),
    ];

    private static void Table(
        StringBuilder text, string title, IEnumerable<(string Name, string Meaning)> rows)
    {
        text.Append('\n').Append(title).Append(":\n");
        foreach (var (name, meaning) in rows)
            text.Append(' ', Indent).Append(name.PadRight(NameWidth)).Append(meaning).Append('\n');
    }
}
