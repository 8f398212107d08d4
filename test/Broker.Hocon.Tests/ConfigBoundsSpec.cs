namespace Broker.Hocon.Tests;

public class ConfigBoundsSpec
{
    private static readonly Config Config = ConfigurationFactory.ParseString(
        "a { number = 7, size = 2KiB, time = 90s, endless = infinite }", "a.conf");

    [Fact]
    public void Values_on_their_bounds_are_within()
    {
        Assert.Equal(7, Config.GetIntWithin("a.number", 7, 7));
        Assert.Equal(2048, Config.GetByteSizeWithin("a.size", 2048, 2048));
        Assert.Equal(TimeSpan.FromSeconds(90), Config.GetTimeSpanWithin("a.time", Seconds(90), Seconds(90)));
    }

    public static TheoryData<Func<object>, string> Outside => new()
    {
        { () => Config.GetIntWithin("a.number", 8, 9), "a.conf:1:14: a.number: '7' is not from 8 to 9" },
        { () => Config.GetIntWithin("a.number", -1, 6), "a.conf:1:14: a.number: '7' is not from -1 to 6" },
        {
            () => Config.GetByteSizeWithin("a.size", 0, 1500),
            "a.conf:1:24: a.size: '2KiB' is not from 0 B to 1500 B"
        },
        {
            () => Config.GetByteSizeWithin("a.size", 3 << 10, 5L << 30),
            "a.conf:1:24: a.size: '2KiB' is not from 3 KiB to 5 GiB"
        },
        {
            () => Config.GetByteSizeWithin("a.size", 1 << 20, 5 << 20),
            "a.conf:1:24: a.size: '2KiB' is not from 1 MiB to 5 MiB"
        },
        {
            () => Config.GetTimeSpanWithin("a.time", Seconds(0), Seconds(1.5)),
            "a.conf:1:37: a.time: '90s' is not from 0 s to 1500 ms"
        },
        {
            () => Config.GetTimeSpanWithin("a.time", Seconds(120), Seconds(7200)),
            "a.conf:1:37: a.time: '90s' is not from 2 m to 2 h"
        },
        {
            () => Config.GetTimeSpanWithin("a.endless", Seconds(1), Seconds(86_400)),
            "a.conf:1:52: a.endless: 'infinite' is not from 1 s to 1 d"
        },
    };

    [Theory]
    [MemberData(nameof(Outside))]
    public void A_value_outside_names_its_place_key_and_bounds(Func<object> read, string message) =>
        Assert.Equal(message, Assert.Throws<ConfigurationException>(read).Message);

    [Fact]
    public void A_readers_own_error_names_the_place_and_the_full_path()
    {
        var section = ConfigurationFactory.ParseString("a {\n  b = 1\n}", "a.conf").GetConfig("a");

        Assert.Equal("a.conf:2:7: a.b: is odd", section.Error("b", "is odd").Message);
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
