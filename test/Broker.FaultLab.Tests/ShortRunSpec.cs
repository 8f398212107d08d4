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

    // How long anyone waits is not judged: other tests and the build before run beside it.
    [SkippableFact]
    public async Task Nodes_of_the_version_before_are_replaced_one_by_one_and_keep_their_word()
    {
        PostgresServer.Require();
        var previous = PreviousVersion.Require();
        var upgrade = Named("upgrade") with { Pause = 4 };
        var options = new LabOptions(Time, Seed: 7, upgrade, NodesMax: 3, Rest);
        var report = await LabRun.RunAsync(options with { Server = previous });

        Assert.Equal(3, report.History.Faults.Count(fault => fault.Kind is FaultKind.Upgrade));
        Assert.DoesNotContain(
            report.Violations, one => one.Kind is not ("interrupted" or "not served"));
    }

    private static Scenario Named(string name) => Scenario.All.Single(scenario => scenario.Name == name);

    private static void IsClean(LabReport report)
    {
        var words = new StringWriter();
        report.Print(words);
        Assert.True(report.Violations.Count == 0, words.ToString());
        Assert.True(report.History.Sessions.Sum(session => session.Heard.Count) > 0, words.ToString());
    }
}
