namespace Broker.Hocon.Tests;

public class ConfigSpec
{
    private static readonly Config Sample = ConfigurationFactory.ParseString(
        """
        broker {
          text = some text, flag = on, int = -5, long = 5000000000, double = 1.5e3, decimal = 0.10
          wait = 10 s, size = 64 KiB, ports = [8080, 3501], names = [a, "b c"], nothing = null
          kinds { "chat." { history-max = 1 }, news { history-max = 2 }, comment = x }
        }
        """,
        "broker.conf");

    [Fact]
    public void Gives_values_in_the_type_that_is_asked_for()
    {
        var broker = Sample.GetConfig("broker");

        Assert.Equal("some text", broker.GetString("text"));
        Assert.Equal("-5", broker.GetString("int"));
        Assert.True(broker.GetBoolean("flag"));
        Assert.Equal(-5, broker.GetInt("int"));
        Assert.Equal(5_000_000_000, broker.GetLong("long"));
        Assert.Equal(1500, broker.GetDouble("double"));
        Assert.Equal(0.10m, broker.GetDecimal("decimal"));
        Assert.Equal(TimeSpan.FromSeconds(10), broker.GetTimeSpan("wait"));
        Assert.Equal(65536, broker.GetByteSize("size"));
        Assert.Equal([8080, 3501], broker.GetIntList("ports"));
        Assert.Equal(["a", "b c"], broker.GetStringList("names"));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("broker.nothing")]
    [InlineData("broker.text.below")]
    public void Gives_the_default_for_a_key_that_is_missing_or_null(string path)
    {
        Assert.False(Sample.HasPath(path));
        Assert.Equal("d", Sample.GetString(path, "d"));
        Assert.True(Sample.GetBoolean(path, true));
        Assert.Equal(1, Sample.GetInt(path, 1));
        Assert.Equal(1, Sample.GetLong(path, 1));
        Assert.Equal(1, Sample.GetDouble(path, 1));
        Assert.Equal(1, Sample.GetDecimal(path, 1));
        Assert.Equal(TimeSpan.MaxValue, Sample.GetTimeSpan(path, TimeSpan.MaxValue));
        Assert.Equal(1, Sample.GetByteSize(path, 1));
        Assert.Equal(["d"], Sample.GetStringList(path, ["d"]));
        Assert.Equal([1], Sample.GetIntList(path, [1]));
        Assert.Same(Config.Empty, Sample.GetConfig(path, Config.Empty));
    }

    [Fact]
    public void Gives_the_value_and_not_the_default_for_a_key_that_is_there()
    {
        Assert.Equal(-5, Sample.GetInt("broker.int", 1));
        Assert.Throws<ConfigurationException>(() => Sample.GetInt("broker.text", 1));
    }

    [Fact]
    public void An_error_names_file_line_column_and_the_full_key_also_when_read_from_a_section()
    {
        var kinds = Sample.GetConfig("broker.kinds");
        var error = Assert.Throws<ConfigurationException>(() => kinds.GetByteSize("comment"));

        Assert.Equal(
            "broker.conf:4:76: broker.kinds.comment: 'x' is not a size (such as 512, 64 kB, 1 MiB)",
            error.Message);
        Assert.Equal(("broker.conf", 4, 76), (error.File, error.Line, error.Column));
        Assert.Equal("broker.kinds.comment", error.Key);
    }

    [Fact]
    public void A_missing_key_is_reported_at_the_section_where_it_belongs()
    {
        var kinds = Sample.GetConfig("broker.kinds");

        AssertError("4:19: broker.kinds.\"chat.\".x: is missing", () => kinds.GetInt("\"chat.\".x"));
        AssertError("1:1: x.y: is missing", () => Sample.GetString("x.y"));
        Assert.Equal("empty: x: is missing", Message(() => Config.Empty.GetString("x")));
    }

    [Fact]
    public void A_value_of_the_wrong_type_says_what_it_is_and_what_it_should_be()
    {
        AssertError(
            "2:38: broker.int: '-5' is not true or false (yes, no, on, off)",
            () => Sample.GetBoolean("broker.int"));
        AssertError(
            "2:49: broker.long: '5000000000' is not a whole number from -2147483648 to 2147483647",
            () => Sample.GetInt("broker.long"));
        AssertError(
            "3:39: broker.ports: a list is not a text",
            () => Sample.GetString("broker.ports"));
        AssertError(
            "3:83: broker.nothing: null is not a number",
            () => Sample.GetDouble("broker.nothing"));
        AssertError(
            "4:9: broker.kinds: a section is not a list",
            () => Sample.GetIntList("broker.kinds"));
        AssertError(
            "2:10: broker.text: 'some text' is not a section",
            () => Sample.GetConfig("broker.text"));
        AssertError(
            "3:62: broker.names: 'a' is not a whole number from -2147483648 to 2147483647",
            () => Sample.GetIntList("broker.names"));
    }

    [Fact]
    public void Lists_sections_by_their_unquoted_names()
    {
        var kinds = Sample.GetConfig("broker.kinds");

        Assert.Equal(["chat.", "news", "comment"], kinds.Keys);
        Assert.Equal(["chat.", "news"], kinds.Sections.Select(kind => kind.Key));
        Assert.Equal([1, 2], kinds.Sections.Select(kind => kind.Value.GetInt("history-max")));
        var chat = kinds.Sections.First().Value;
        AssertError("4:19: broker.kinds.\"chat.\".x: is missing", () => chat.GetInt("x"));
    }

    [Fact]
    public void Lists_leaves_with_the_places_where_they_were_set()
    {
        var config = ConfigurationFactory.ParseString("a {\n b = 1 }", "high")
            .WithFallback(ConfigurationFactory.ParseString("a { b = 2, c = [1] }, d {}, e = null", "low"));

        Assert.Equal(
            ["a.b = 1 high:2:6", "a.c = [1] low:1:16", "d = {} low:1:25", "e = null low:1:33"],
            config.Entries.Select(entry => $"{entry} {entry.Origin}"));
    }

    [Fact]
    public void Knows_when_it_is_empty()
    {
        Assert.True(Config.Empty.IsEmpty);
        Assert.True(ConfigurationFactory.ParseString("a = ${?nowhere.x}").IsEmpty);
        Assert.False(Sample.IsEmpty);
    }

    private static void AssertError(string message, Func<object?> read) =>
        Assert.Equal($"broker.conf:{message}", Message(read));

    private static string Message(Func<object?> read) => Assert.Throws<ConfigurationException>(read).Message;
}
