using Akka.Configuration;
using Broker.Actors.Configuration;

namespace Broker.Actors.Tests.Configuration;

public class SettingReaderSpec
{
    private static readonly TimeSpan Longest = TimeSpan.MaxValue;

    [Theory]
    [InlineData("200", 2_000_000)]
    [InlineData("200ms", 2_000_000)]
    [InlineData("200 milliseconds", 2_000_000)]
    [InlineData("1 micro", 10)]
    [InlineData("1.5 s", 15_000_000)]
    [InlineData("2 minutes", 1_200_000_000)]
    [InlineData("1h", 36_000_000_000)]
    [InlineData("1 day", 864_000_000_000)]
    [InlineData("0", 0)]
    public void Reads_a_duration(string text, long ticks) =>
        Assert.Equal(ticks, Read(text).GetTimeSpan("a", TimeSpan.Zero, Longest).Ticks);

    [Theory]
    [InlineData("-1s")]
    [InlineData("99999999d")]
    [InlineData("1 S")]
    [InlineData("1 month")]
    [InlineData("s")]
    [InlineData("1 s 2")]
    [InlineData("1.2.3s")]
    [InlineData("1e3")]
    [InlineData("NaN")]
    [InlineData("Infinite")]
    public void Refuses_what_is_no_duration(string text) => AssertRefused(
        $"'{text}' is not a duration (such as 200ms, 10s, 5m)",
        () => Read(text).GetTimeSpan("a", TimeSpan.Zero, Longest));

    [Theory]
    [InlineData("512", 512)]
    [InlineData("512B", 512)]
    [InlineData("1 kB", 1000)]
    [InlineData("1 K", 1024)]
    [InlineData("1KiB", 1024)]
    [InlineData("2 mebibytes", 2_097_152)]
    [InlineData("7 EiB", 8_070_450_532_247_928_832)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Reads_a_size(string text, long bytes) =>
        Assert.Equal(bytes, Read(text).GetByteSize("a", 0, long.MaxValue));

    [Theory]
    [InlineData("lots")]
    [InlineData("K")]
    [InlineData("-1")]
    [InlineData("1.5K")]
    [InlineData("1 X")]
    [InlineData("1 Kb")]
    [InlineData("8 EiB")]
    [InlineData("9223372036854775808")]
    [InlineData("9223372036854775807 KiB")]
    public void Refuses_what_is_no_size(string text) => AssertRefused(
        $"'{text}' is not a size (such as 512, 64kB, 1MiB)",
        () => Read(text).GetByteSize("a", 0, long.MaxValue));

    [Theory]
    [InlineData("12abc")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("0x10")]
    [InlineData("1,000")]
    [InlineData(" 1")]
    [InlineData("2147483648")]
    [InlineData("")]
    public void Refuses_what_is_no_whole_number(string text) => AssertRefused(
        $"'{text}' is not a whole number from 0 to 2147483647",
        () => Read($"\"{text}\"").GetInt("a", 0, int.MaxValue));

    [Theory]
    [InlineData("1,5")]
    [InlineData("1e999")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    public void Refuses_what_is_no_number(string text) =>
        AssertRefused($"'{text}' is not a number", () => Read($"\"{text}\"").GetDouble("a", 0, 1));

    [Fact]
    public void Bounds_are_allowed_and_what_is_outside_is_not()
    {
        Assert.Equal((1, 3), (Read("1").GetInt("a", 1, 3), Read("3").GetInt("a", 1, 3)));
        AssertRefused("'4' is not from 1 to 3", () => Read("4").GetInt("a", 1, 3));
        AssertRefused("'-1' is not from 1 to 3", () => Read("-1").GetInt("a", 1, 3));
        AssertRefused("'2' is not from 0 to 1", () => Read("2").GetDouble("a", 0, 1));
        AssertRefused("'1kB' is not from 1 KiB to 2 GiB", () => Read("1kB").GetByteSize("a", 1024, 2L << 30));
        AssertRefused(
            "'infinite' is not from 0 s to 36 h",
            () => Read("infinite").GetTimeSpan("a", TimeSpan.Zero, TimeSpan.FromHours(36)));
    }

    [Theory]
    [InlineData("on", true)]
    [InlineData("true", true)]
    [InlineData("off", false)]
    [InlineData("false", false)]
    public void Reads_a_boolean(string text, bool value) => Assert.Equal(value, Read(text).GetBoolean("a"));

    [Theory]
    [InlineData("null", "null is not")]
    [InlineData("[1]", "a list is not")]
    [InlineData("{}", "a section is not")]
    [InlineData("On", "'On' is not")]
    public void A_value_of_another_kind_is_refused(string text, string problem)
    {
        AssertRefused($"{problem} on, off, true or false", () => Read(text).GetBoolean("a"));
        AssertRefused($"{problem} one of sunday, ", () => Read(text).GetEnum<DayOfWeek>("a"));
        AssertRefused($"{problem} a whole number", () => Read(text).GetInt("a", 0, 1));
    }

    [Fact]
    public void A_section_that_is_set_again_as_a_list_is_neither() => AssertRefused(
        "a mixture of texts, lists and sections is not a list",
        () => LayeredConfig.Empty.With("a { b = 1 }\na = [1]", "t").Section("").GetStringList("a"),
        place: "2:5");

    [Fact]
    public void Texts_keep_their_blanks_and_lists_may_be_empty()
    {
        Assert.Equal(" x ", Read("\" x \"  # not these").GetString("a"));
        Assert.Equal(["x y", ""], Read("[ x y , \"\" ]").GetStringList("a"));
        // Akka.NET does not keep whether a null was quoted.
        AssertRefused("null is not a text", () => Read("\"null\"").GetString("a"));
        Assert.Empty(Read("[]").GetStringList("a"));
        AssertRefused("a list is not a text", () => Read("[[]]").GetStringList("a"));
    }

    [Fact]
    public void What_is_missing_is_named_at_the_section_around_it()
    {
        var reader = LayeredConfig.Empty.With("\n a.\"b.c\" { d = 1 }", "t").Section("a");
        var section = reader.Sections.Single().Value;

        Assert.Equal(
            "t:2:16: a.\"b.c\".e: is missing",
            Assert.Throws<ConfigurationException>(() => section.GetString("e")).Message);
        Assert.Equal(
            "t:2:16: a.\"b.c\".d: is wrong", section.Error("d", "is wrong").Message);
    }

    [Fact]
    public void A_fallback_gives_what_a_section_does_not_set_and_its_own_place()
    {
        var root = LayeredConfig.Empty.With("a { x = 1 }\nb { x = 2, y = z }", "t").Section("");
        var reader = root.GetSection("a").WithFallback(root.GetSection("b"));

        Assert.Equal(1, reader.GetInt("x", 0, 9));
        Assert.StartsWith(
            "t:2:16: b.y: 'z' is not",
            Assert.Throws<ConfigurationException>(() => reader.GetInt("y", 0, 9)).Message,
            StringComparison.Ordinal);
    }

    private static SettingReader Read(string value) =>
        LayeredConfig.Empty.With($"a = {value}", "t").Section("");

    private static void AssertRefused(string problem, Func<object> read, string place = "1:5") =>
        Assert.StartsWith(
            $"t:{place}: a: {problem}",
            Assert.Throws<ConfigurationException>(() => read()).Message,
            StringComparison.Ordinal);
}
