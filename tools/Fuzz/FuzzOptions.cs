using System.Globalization;

namespace Broker.Fuzz;

/// <summary>How a run is asked for.</summary>
/// <param name="Time">How long inputs are sent.</param>
/// <param name="Seed">Decides every input. Which of them meet in the server is up to chance.</param>
/// <param name="Clients">How many send at once.</param>
/// <param name="Rest">How long all is left alone before memory is read for the last time.</param>
internal sealed record FuzzOptions(TimeSpan Time, int Seed, int Clients, TimeSpan Rest)
{
    public const string Usage = "Usage: fuzz.sh [--minutes N] [--seed S] [--clients N]";

    /// <summary>Null where the arguments are wrong.</summary>
    public static FuzzOptions? Parse(string[] arguments)
    {
        FuzzOptions? options = new(
            TimeSpan.FromMinutes(1), Random.Shared.Next(1, 10_000), Clients: 16,
            Rest: TimeSpan.FromMinutes(1));
        for (var at = 0; at < arguments.Length && options is not null; at += 2)
            options = at + 1 < arguments.Length ? Apply(options, arguments[at], arguments[at + 1]) : null;
        return options;
    }

    private static FuzzOptions? Apply(FuzzOptions options, string name, string value)
    {
        if (!double.TryParse(value, CultureInfo.InvariantCulture, out var number) || number <= 0) return null;

        return name switch
        {
            "--minutes" => options with { Time = TimeSpan.FromMinutes(number) },
            "--seed" => options with { Seed = (int)number },
            "--clients" => options with { Clients = (int)number },
            _ => null,
        };
    }
}
