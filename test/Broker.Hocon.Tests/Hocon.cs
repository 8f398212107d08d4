namespace Broker.Hocon.Tests;

/// <summary>Short words for the tables: what a text means, and what is wrong with it.</summary>
internal static class Hocon
{
    /// <summary>All leaves on one line, sorted: <c>a = 1; b.c = 2</c>.</summary>
    public static string Meaning(string text) => Meaning(ConfigurationFactory.ParseString(text, "t"));

    public static string Meaning(Config config) =>
        config.Render().TrimEnd('\n').Replace("\n", "; ", StringComparison.Ordinal);

    /// <summary>The message of the error that reading the whole text must end with.</summary>
    public static string Error(string text) =>
        Error(() => ConfigurationFactory.ParseString(text, "t").Resolve());

    public static string Error(Func<Config> read) => Assert.Throws<ConfigurationException>(read).Message;
}
