namespace Broker.Hocon.Tests;

public class UnitsSpec
{
    [Theory]
    [InlineData("200", 2_000_000)]
    [InlineData("200ms", 2_000_000)]
    [InlineData(" 200 milliseconds ", 2_000_000)]
    [InlineData("1 milli", 10_000)]
    [InlineData("1 millis", 10_000)]
    [InlineData("1 millisecond", 10_000)]
    [InlineData("100 ns", 1)]
    [InlineData("40 ns", 0)]
    [InlineData("100 nano", 1)]
    [InlineData("100 nanos", 1)]
    [InlineData("100 nanosecond", 1)]
    [InlineData("100 nanoseconds", 1)]
    [InlineData("1 us", 10)]
    [InlineData("1 micro", 10)]
    [InlineData("1 micros", 10)]
    [InlineData("1 microsecond", 10)]
    [InlineData("2 microseconds", 20)]
    [InlineData("1.5 s", 15_000_000)]
    [InlineData("1 second", 10_000_000)]
    [InlineData("2 seconds", 20_000_000)]
    [InlineData("1 m", 600_000_000)]
    [InlineData("1 minute", 600_000_000)]
    [InlineData("2 minutes", 1_200_000_000)]
    [InlineData("1 h", 36_000_000_000)]
    [InlineData("1 hour", 36_000_000_000)]
    [InlineData("2 hours", 72_000_000_000)]
    [InlineData("1 d", 864_000_000_000)]
    [InlineData("1 day", 864_000_000_000)]
    [InlineData("2 days", 1_728_000_000_000)]
    [InlineData("0", 0)]
    [InlineData("infinite", -10_000)]
    [InlineData("10675199 d", 9_223_371_936_000_000_000)]
    public void Reads_a_duration(string text, long ticks) =>
        Assert.Equal(ticks, Quoted(text).GetTimeSpan("a").Ticks);

    [Theory]
    [InlineData("-1 s")]
    [InlineData("10675200 d")]
    [InlineData("99999999999999999999999999999999999 s")]
    [InlineData("1 S")]
    [InlineData("1 month")]
    [InlineData("s")]
    [InlineData("")]
    [InlineData("1 s 2")]
    [InlineData("1.2.3 s")]
    [InlineData("Infinite")]
    public void Refuses_what_is_no_duration(string text) =>
        Assert.Equal(
            $"t:1:5: a: '{text}' is not a duration (such as 200 ms, 10 s, 5 m, infinite)",
            Assert.Throws<ConfigurationException>(() => Quoted(text).GetTimeSpan("a")).Message);

    [Theory]
    [InlineData("512", 512)]
    [InlineData("512 B", 512)]
    [InlineData("512b", 512)]
    [InlineData("1 byte", 1)]
    [InlineData("2 bytes", 2)]
    [InlineData("1 kB", 1000)]
    [InlineData("1 kilobyte", 1000)]
    [InlineData("2 kilobytes", 2000)]
    [InlineData("1 MB", 1_000_000)]
    [InlineData("1 megabyte", 1_000_000)]
    [InlineData("1 GB", 1_000_000_000)]
    [InlineData("1 TB", 1_000_000_000_000)]
    [InlineData("1 PB", 1_000_000_000_000_000)]
    [InlineData("1 exabyte", 1_000_000_000_000_000_000)]
    [InlineData("1 k", 1024)]
    [InlineData("1 K", 1024)]
    [InlineData("1 Ki", 1024)]
    [InlineData("1KiB", 1024)]
    [InlineData("1 kibibyte", 1024)]
    [InlineData("2 kibibytes", 2048)]
    [InlineData("1 m", 1_048_576)]
    [InlineData("1 M", 1_048_576)]
    [InlineData("1 Mi", 1_048_576)]
    [InlineData("1 MiB", 1_048_576)]
    [InlineData("1 mebibyte", 1_048_576)]
    [InlineData("1.5 G", 1_610_612_736)]
    [InlineData("1 TiB", 1_099_511_627_776)]
    [InlineData("1 pebibyte", 1_125_899_906_842_624)]
    [InlineData("7 EiB", 8_070_450_532_247_928_832)]
    [InlineData("0 YiB", 0)]
    [InlineData("0.3 K", 307)]
    [InlineData("9223372036854775807", long.MaxValue)]
    public void Reads_a_size(string text, long bytes) => Assert.Equal(bytes, Quoted(text).GetByteSize("a"));

    [Theory]
    [InlineData("lots")]
    [InlineData("")]
    [InlineData("K")]
    [InlineData("-1")]
    [InlineData("1 KB")]
    [InlineData("1 mB")]
    [InlineData("1 kiB")]
    [InlineData("1 X")]
    [InlineData("1 Kb")]
    [InlineData("1 lotsbytes")]
    [InlineData("8 EiB")]
    [InlineData("9223372036854775808")]
    [InlineData("1 YB")]
    public void Refuses_what_is_no_size(string text) =>
        Assert.Equal(
            $"t:1:5: a: '{text}' is not a size (such as 512, 64 kB, 1 MiB)",
            Assert.Throws<ConfigurationException>(() => Quoted(text).GetByteSize("a")).Message);

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1e999")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData(" 1")]
    public void Refuses_what_is_no_number(string text)
    {
        Assert.Throws<ConfigurationException>(() => Quoted(text).GetDouble("a"));
        Assert.Throws<ConfigurationException>(() => Quoted(text).GetDecimal("a"));
        Assert.Throws<ConfigurationException>(() => Quoted(text).GetLong("a"));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("yes", true)]
    [InlineData("on", true)]
    [InlineData("false", false)]
    [InlineData("no", false)]
    [InlineData("off", false)]
    public void Reads_a_boolean(string text, bool value) => Assert.Equal(value, Quoted(text).GetBoolean("a"));

    private static Config Quoted(string text) => ConfigurationFactory.ParseString($"a = \"{text}\"", "t");
}
