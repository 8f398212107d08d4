using Akka.Configuration;
using Broker.Actors.Channels;
using Broker.Actors.Delivery;

namespace Broker.Actors.Tests.Channels;

public class ChannelSettingsSpec
{
    [Fact]
    public void Reads_every_default_of_reference_conf()
    {
        var settings = SpecSettings.Channel();

        Assert.Equal(
            new ChannelSettings(
                ChannelsMax: 1_000_000,
                HeldMax: 1000,
                BatchPublicationsMax: 512,
                BatchBytesMax: 128 << 10,
                FlushPauseMax: TimeSpan.FromMilliseconds(1),
                QueuedBytesMax: 64 << 20,
                IdempotencyWindow: TimeSpan.FromMinutes(5),
                IdempotencyKeysMax: 100_000,
                PublishTimeout: TimeSpan.FromSeconds(5),
                SubscribeTimeout: TimeSpan.FromSeconds(2),
                RetryInterval: TimeSpan.FromMilliseconds(250),
                IdleTimeout: TimeSpan.FromSeconds(10),
                PeerWindowBytesMax: 64 << 20,
                StoredIdleTimeout: TimeSpan.FromMinutes(1),
                SweepInterval: TimeSpan.FromHours(1),
                settings.Kinds),
            settings);
    }

    [Fact]
    public void The_default_kind_keeps_nothing_and_admits_anyone()
    {
        var kind = SpecSettings.Channel().KindOf(Names.Channel("anything"));

        Assert.Equal(
            new ChannelKind(
                "default", "*", new HistoryLimits(0, TimeSpan.FromMinutes(5), 16 << 20),
                IsStored: false,
                SlowConsumerPolicy.Disconnect,
                ChannelAccess.Anyone,
                ChannelAccess.Anyone,
                SubscribersMax: 100_000),
            kind);
    }

    [Fact]
    public void The_broadcast_kind_is_the_default_with_256_publications_of_history()
    {
        var settings = SpecSettings.Channel();
        var fallback = settings.KindOf(Names.Channel("anything"));
        var kind = settings.KindOf(Names.Channel("broadcast"));

        Assert.Equal(
            fallback with
            {
                Name = "broadcast",
                Pattern = "broadcast",
                History = fallback.History with { Size = 256 },
            },
            kind);
    }

    [Theory]
    [InlineData("chat", "default")]
    [InlineData("room", "short")]
    [InlineData("room.1", "long")]
    [InlineData("room.lobby", "exact")]
    [InlineData("room.lobby2", "long")]
    [InlineData("Room", "default")]
    public void A_channel_has_the_kind_whose_pattern_says_most_about_it(string channel, string kind)
    {
        var settings = SpecSettings.Channel(
            "kinds { exact.pattern = room.lobby, long.pattern = \"room.*\", short.pattern = \"r*\" }");

        Assert.Equal(kind, settings.KindOf(Names.Channel(channel)).Name);
    }

    [Fact]
    public void A_kind_takes_what_it_does_not_say_from_the_configured_default()
    {
        var settings = SpecSettings.Channel(
            "kinds { default.slow-consumer = drop-oldest, "
            + "quotes { pattern = quotes, slow-consumer = keep-latest } }");

        Assert.Equal(SlowConsumerPolicy.KeepLatest, settings.KindOf(Names.Channel("quotes")).SlowConsumer);
        Assert.Equal(SlowConsumerPolicy.DropOldest, settings.KindOf(Names.Channel("broadcast")).SlowConsumer);
    }

    [Fact]
    public void An_unknown_policy_is_refused_with_its_key()
    {
        var thrown = Assert.Throws<ConfigurationException>(
            () => SpecSettings.Channel("kinds.default.slow-consumer = ignore"));

        Assert.Contains("slow-consumer", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ChannelAccess.Anyone, true, true)]
    [InlineData(ChannelAccess.Subscribers, false, true)]
    [InlineData(ChannelAccess.Nobody, false, false)]
    public void Who_may_publish_depends_on_being_subscribed(
        ChannelAccess access, bool outsider, bool subscriber)
    {
        var kind = SpecSettings.Channel().KindOf(Names.Channel("x")) with { Publish = access };

        Assert.Equal(outsider, kind.MayPublish(isSubscribed: false));
        Assert.Equal(subscriber, kind.MayPublish(isSubscribed: true));
    }
}
