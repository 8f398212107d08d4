using Broker.Postgres.TestKit;

namespace Broker.FaultLab.Tests;

/// <summary>The lab for some minutes; <c>tools/fault-lab.sh</c> runs it for as long as one likes.</summary>
public class ShortRunSpec
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(110), Rest = TimeSpan.FromSeconds(2);

    [SkippableFact]
    public async Task Three_nodes_keep_their_word_while_things_break()
    {
        PostgresServer.Require();
        IsClean(await LabRun.RunAsync(new LabOptions(Time, Seed: 7, Named("short"), NodesMax: 3, Rest)));
    }

    [SkippableFact]
    public async Task One_of_two_nodes_always_goes_on()
    {
        PostgresServer.Require();
        IsClean(await LabRun.RunAsync(new LabOptions(Time, Seed: 7, Named("pair"), NodesMax: 2, Rest)));
    }

    [Fact]
    public async Task A_node_on_SQLite_keeps_its_word_though_it_is_killed() => IsClean(
        await LabRun.RunAsync(
            new LabOptions(TimeSpan.FromSeconds(8), Seed: 7, Named("sqlite"), NodesMax: 1, Rest)));

    private static Scenario Named(string name) => Scenario.All.Single(scenario => scenario.Name == name);

    private static void IsClean(LabReport report)
    {
        var words = new StringWriter();
        report.Print(words);
        Assert.True(report.Violations.Count == 0, words.ToString());
        Assert.True(report.History.Sessions.Sum(session => session.Heard.Count) > 0, words.ToString());
    }
}
