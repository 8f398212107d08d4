using Broker.Gateway.Configuration;

namespace Broker.Gateway.Tests.Configuration;

/// <summary>docs/configuration.md says of every key what the reference says, and names no other.</summary>
public class ConfigurationPageSpec
{
    private const string Section = "## `";

    private static readonly string[] Lines =
        File.ReadAllLines(Path.Combine(SourceTree.Root, "docs", "configuration.md"));

    [Fact]
    public void The_tables_have_every_key_with_its_default_and_a_meaning()
    {
        var rows = Rows().ToArray();

        Assert.Equal(
            ConfigurationLayers.Reference.Entries.Select(entry => (entry.Path, entry.Value)).Order(),
            rows.Select(row => (row.Path, row.Default)).Order());
        Assert.All(rows, row => Assert.NotEmpty(row.Meaning));
    }

    [Fact]
    public void Every_setting_from_outside_is_there_with_its_names() => Assert.All(
        SettingOverride.All,
        setting => Assert.Contains(Lines, line =>
            line.Contains($"`{setting.Path}`", StringComparison.Ordinal)
            && line.Contains($"`{setting.Variable}`", StringComparison.Ordinal)
            && (setting.Argument is null
                || line.Contains($"`{setting.Argument}=", StringComparison.Ordinal))));

    // | `key` | `default` | meaning | below a heading with the section's path
    private static IEnumerable<(string Path, string Default, string Meaning)> Rows()
    {
        var section = "";
        foreach (var line in Lines)
        {
            if (line.StartsWith(Section, StringComparison.Ordinal))
                section = line[Section.Length..].TrimEnd('`');
            if (!line.StartsWith("| `", StringComparison.Ordinal) || section.Length == 0) continue;

            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            yield return ($"{section}.{cells[1].Trim('`')}", cells[2].Trim('`'), cells[3]);
        }
    }
}
