namespace Broker.Tidy.Tests;

public class SettingSpec
{
    private static readonly IReadOnlyList<SourceFile> References = Repository.Files("src", "reference.conf");
    private static readonly IReadOnlyList<SourceFile> Product = Repository.Files("src", ".cs");

    [Fact]
    public void Every_key_is_read_by_a_settings_class() =>
        Tidy.AssertNone(References.SelectMany(reference => SettingChecks.UnreadKeys(reference, Product)));

    [Fact]
    public void Every_key_has_its_reason_above_it() =>
        Tidy.AssertNone(References.SelectMany(SettingChecks.UnexplainedKeys));

    [Fact]
    public void Every_limit_is_in_the_table_of_the_README() =>
        Tidy.AssertNone(References.SelectMany(reference =>
            SettingChecks.UnlistedLimits(reference, Repository.File("README.md"))));

    [Fact]
    public void A_key_that_nobody_reads_is_found()
    {
        SourceFile[] code =
        [
            new("src/ASettings.cs", "config.GetInt(\"read-max\")"),
            new("src/B.cs", "config.GetInt(\"unread-max\")"),
        ];

        var found = SettingChecks.UnreadKeys(Reference("a { read-max = 1\n unread-max = 2 }"), code);

        Assert.Equal(["r.conf:2:15: a.unread-max is read nowhere"], found);
    }

    [Fact]
    public void A_key_without_its_reason_is_found()
    {
        const string Text =
            "kinds {\n a {\n # Why.\n size = 1\n age = 2\n }\n b {\n size = 3\n # Why.\n age = 4 } }";

        Assert.Equal(
            ["r.conf:5:8: kinds.a.age is not explained"], SettingChecks.UnexplainedKeys(Reference(Text)));
    }

    [Theory]
    [InlineData("| `a.b.size-max` | 1 |", 0)]
    [InlineData("| `size-max` | 1 |", 0)]
    [InlineData("| `a.*.size-max` | 1 |", 0)]
    [InlineData("| `b.size` | 1 |", 1)]
    [InlineData("| `c.size-max` | 1 |", 1)]
    [InlineData("In a sentence: `a.b.size-max`", 1)]
    [InlineData("", 1)]
    public void A_limit_that_the_README_does_not_list_is_found(string readme, int found) =>
        Assert.Equal(found, SettingChecks.UnlistedLimits(
            Reference("a.b { size-max = 1, name = x }"), new SourceFile("README.md", readme)).Count());

    private static SourceFile Reference(string text) => new("r.conf", text);
}
