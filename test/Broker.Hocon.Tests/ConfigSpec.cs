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
        var error = Assert.Throws<ConfigurationException>(() => Sample.GetConfig("broker.kinds").GetByteSize("comment"));

        Assert.Equal(
            "broker.conf:4:76: broker.kinds.comment: 'x' is not a size (such as 512, 64 kB, 1 MiB)", error.Message);
        Assert.Equal(
            ("broker.conf", 4, 76, "broker.kinds.comment"), (error.File, error.Line, error.Column, error.Key));
    }

    [Fact]
    public void A_missing_key_is_reported_at_the_section_where_it_belongs()
    {
        Assert.Equal(
            "broker.conf:4:19: broker.kinds.\"chat.\".x: is missing",
            Message(() => Sample.GetConfig("broker.kinds").GetInt("\"chat.\".x")));
        Assert.Equal("broker.conf:1:1: x.y: is missing", Message(() => Sample.GetString("x.y")));
        Assert.Equal("empty: x: is missing", Message(() => Config.Empty.GetString("x")));
    }

    [Fact]
    public void A_value_of_the_wrong_type_says_what_it_is_and_what_it_should_be()
    {
        Assert.Equal("broker.conf:2:38: broker.int: '-5' is not true or false (yes, no, on, off)",
            Message(() => Sample.GetBoolean("broker.int")));
        Assert.Equal("broker.conf:2:49: broker.long: '5000000000' is not a whole number from -2147483648 to 2147483647",
            Message(() => Sample.GetInt("broker.long")));
        Assert.Equal("broker.conf:3:39: broker.ports: a list is not a text", Message(() => Sample.GetString("broker.ports")));
        Assert.Equal("broker.conf:3:83: broker.nothing: null is not a number", Message(() => Sample.GetDouble("broker.nothing")));
        Assert.Equal("broker.conf:4:9: broker.kinds: a section is not a list", Message(() => Sample.GetIntList("broker.kinds")));
        Assert.Equal("broker.conf:2:10: broker.text: 'some text' is not a section", Message(() => Sample.GetConfig("broker.text")));
        Assert.Equal("broker.conf:3:62: broker.names: 'a' is not a whole number from -2147483648 to 2147483647",
            Message(() => Sample.GetIntList("broker.names")));
    }

    [Fact]
    public void Lists_sections_by_their_unquoted_names()
    {
        var kinds = Sample.GetConfig("broker.kinds");

        Assert.Equal(["chat.", "news", "comment"], kinds.Keys);
        Assert.Equal(["chat.", "news"], kinds.Sections.Select(kind => kind.Key));
        Assert.Equal([1, 2], kinds.Sections.Select(kind => kind.Value.GetInt("history-max")));
        Assert.Contains("broker.kinds.\"chat.\".x", Message(() => kinds.Sections.First().Value.GetInt("x")), StringComparison.Ordinal);
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

    private static string Message(Func<object?> read) => Assert.Throws<ConfigurationException>(read).Message;
}
