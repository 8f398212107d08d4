using System.Globalization;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab;

/// <summary>How a run is asked for.</summary>
/// <param name="Time">How long clients talk and things break.</param>
/// <param name="Seed">Decides what is chosen.</param>
/// <param name="Scenario">What is broken.</param>
/// <param name="NodesMax">Nodes on PostgreSQL; on SQLite there is one.</param>
/// <param name="Rest">How long all is left alone at the end, before what is kept is read.</param>
public sealed record LabOptions(TimeSpan Time, int Seed, Scenario Scenario, int NodesMax, TimeSpan Rest)
{
    /// <summary>What nodes run until they are upgraded: the path of its Broker.Gateway.dll.</summary>
    public string Server { get; init; } = ServerProgram.Path;

    public const string Usage =
        "Usage: fault-lab.sh [--minutes N] [--seed S] [--scenario NAME] [--nodes N] "
        + "[--from Broker.Gateway.dll]; scenarios: ";

    /// <summary>Null where the arguments are none.</summary>
    public static LabOptions? Parse(string[] arguments)
    {
        var options = new LabOptions(
            TimeSpan.FromMinutes(2), Random.Shared.Next(1, 10_000), Scenario.All[0], NodesMax: 3,
            Rest: TimeSpan.FromSeconds(10));
        for (var at = 0; at + 1 < arguments.Length; at += 2)
        {
            if (Apply(options, arguments[at], arguments[at + 1]) is not { } next) return null;

            options = next;
        }
        return arguments.Length % 2 == 0 ? options : null;
    }

    private static LabOptions? Apply(LabOptions options, string name, string value)
    {
        if (name == "--scenario")
        {
            return Scenario.All.FirstOrDefault(scenario => scenario.Name == value) is { } scenario
                ? options with { Scenario = scenario }
                : null;
        }
        if (name == "--from")
            return File.Exists(value) ? options with { Server = Path.GetFullPath(value) } : null;
        if (!double.TryParse(value, CultureInfo.InvariantCulture, out var number) || number <= 0) return null;

        return name switch
        {
            "--minutes" => options with { Time = TimeSpan.FromMinutes(number) },
            "--seed" => options with { Seed = (int)number },
            "--nodes" => options with { NodesMax = (int)number },
            _ => null,
        };
    }
}
