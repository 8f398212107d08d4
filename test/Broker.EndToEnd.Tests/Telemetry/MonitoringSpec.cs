using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Broker.EndToEnd.Tests.Telemetry;

/// <summary>What <c>demo/monitoring</c> offers fits what the broker shows and what the pages say.</summary>
public partial class MonitoringSpec
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "demo", "monitoring");

    [SkippableTheory]
    [InlineData("check", "rules", "rules.yml")]
    [InlineData("test", "rules", "rules.test.yml")]
    [InlineData("check", "config", "--syntax-only", "prometheus.yml")]
    public async Task Prometheus_takes_the_rules_and_their_tests_hold(params string[] command)
    {
        using var promtool = await RunningProcess.RunAsync(
            new ProcessStartInfo(Tool.Promtool.File, command) { WorkingDirectory = Folder });

        Assert.True(promtool.ExitCode == 0, promtool.Output);
    }

    [Fact]
    public void Each_alert_has_a_test_that_it_fires_and_a_line_for_operators()
    {
        var (tests, page) = (Read("rules.test.yml"), ReadPage("operations.md"));

        Assert.All(AlertNames().Matches(Read("rules.yml")).Select(match => match.Groups[1].Value), alert =>
        {
            Assert.Contains($"\n| `{alert}` | ", page, StringComparison.Ordinal);
            Assert.Contains($"alertname: {alert}\n        exp_alerts:", tests, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("rules.yml")]
    [InlineData("node.json")]
    [InlineData("cluster.json")]
    public void Each_name_is_one_that_the_page_of_metrics_explains(string file)
    {
        var known = Documented();
        var names = Names().Matches(Read(file)).Select(match => match.Value).ToHashSet();

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains(name, known));
    }

    [Theory]
    [InlineData("node.json")]
    [InlineData("cluster.json")]
    public void Each_panel_asks_the_data_source_that_the_reader_chooses(string file)
    {
        using var board = JsonDocument.Parse(Read(file));

        Assert.All(board.RootElement.GetProperty("panels").EnumerateArray(), panel =>
        {
            Assert.Equal(
                "${datasource}", panel.GetProperty("datasource").GetProperty("uid").GetString());
            Assert.NotEmpty(panel.GetProperty("targets").EnumerateArray());
        });
    }

    // Names as Prometheus has them (docs/metrics.md), and those of attributes, which are labels there.
    private static HashSet<string> Documented()
    {
        var names = new HashSet<string> { "dotnet_process_memory_working_set_bytes" };
        foreach (var line in ReadPage("metrics.md").Split('\n'))
        {
            if (!line.StartsWith("| `broker.", StringComparison.Ordinal)) continue;
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            var unit = cells[3] switch { "`By`" => "_bytes", "`s`" => "_seconds", _ => "" };
            var end = cells[2] switch { "counter" => "_total", "histogram" => "_bucket", _ => "" };
            names.Add(InPrometheus(cells[1]) + unit + end);
            names.UnionWith(cells[4].Split(", ").Select(InPrometheus));
        }
        return names;
    }

    private static string InPrometheus(string name) => name.Trim('`').Replace('.', '_');

    private static string Read(string file) => File.ReadAllText(Path.Combine(Folder, file));

    private static string ReadPage(string file) =>
        File.ReadAllText(Path.Combine(SourceTree.Root, "docs", file));

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex AlertNames();

    [GeneratedRegex(@"\b(?:broker|dotnet)_\w+")]
    private static partial Regex Names();
}
