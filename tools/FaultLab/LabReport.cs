using Broker.FaultLab.Checking;
using Broker.FaultLab.Clients;
using Broker.FaultLab.Histories;
using Broker.FaultLab.Nodes;

namespace Broker.FaultLab;

/// <summary>What a run did and found.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Tallies">Operations by kind.</param>
/// <param name="History">All that was judged.</param>
/// <param name="Violations">What the contract rules out.</param>
/// <param name="Directory">Where the nodes' data and output are, when there are violations.</param>
public sealed record LabReport(
    LabOptions Options, IReadOnlyDictionary<string, Recorder.Tally> Tallies, History History,
    IReadOnlyList<Violation> Violations, string Directory)
{
    private const int ShownMax = 20;

    public void Print(TextWriter output)
    {
        output.WriteLine($"Scenario {Options.Scenario.Name}, seed {Options.Seed}, {Options.Time}");
        output.WriteLine("| operation | done | refused or unanswered |\n| --- | --: | --: |");
        foreach (var (operation, tally) in Tallies.OrderBy(one => one.Key, StringComparer.Ordinal))
            output.WriteLine($"| {operation} | {tally.Done} | {tally.NotDone} |");
        output.WriteLine($"| heard by subscribers | {History.Sessions.Sum(one => one.Heard.Count)} | |");
        output.WriteLine($"| heard of relays | {History.RelaysHeard.Count} | |");
        if (Options.Scenario.Kinds.Any(Scenario.NeedsLinks) && LabNetwork.Missing is { } missing)
            output.WriteLine($"Links between nodes were not cut. {missing}");
        output.WriteLine("| fault | times |\n| --- | --: |");
        foreach (var (kind, count) in History.Faults.CountBy(fault => fault.Kind).OrderBy(one => one.Key))
            output.WriteLine($"| {kind} | {count} |");
        output.WriteLine("| violation | times |\n| --- | --: |");
        foreach (var kind in Violations.GroupBy(violation => violation.Kind))
            output.WriteLine($"| {kind.Key} | {kind.Count()} |");
        foreach (var kind in Violations.GroupBy(violation => violation.Kind))
        {
            foreach (var violation in kind.Take(ShownMax)) output.WriteLine(violation);
            if (kind.Count() > ShownMax) output.WriteLine($"{kind.Key}: and {kind.Count() - ShownMax} more");
        }
        output.WriteLine(Violations.Count == 0
            ? "0 violations"
            : $"{Violations.Count} violations; what the nodes left is in {Directory}");
    }
}
