using Akka.Configuration;
using Broker.Gateway.Configuration;

namespace Broker.Gateway.Tests.Configuration;

public class AkkaSettingsSpec
{
    [Fact]
    public void A_file_can_set_any_key_of_AkkaNET()
    {
        var akka = From("akka { loglevel = DEBUG, actor.default-dispatcher.throughput = 7 }").Config;

        Assert.Equal("DEBUG", akka.GetString("akka.loglevel"));
        Assert.Equal(7, akka.GetInt("akka.actor.default-dispatcher.throughput"));
        Assert.Equal("off", akka.GetString("akka.coordinated-shutdown.run-by-clr-shutdown-hook"));
    }

    [Fact]
    public void The_brokers_own_settings_are_kept_from_AkkaNET() =>
        Assert.False(From("broker.admin.token = sixteen-characters").Config.HasPath("broker"));

    [Theory]
    [InlineData("akka.actor.creation-timeout = soon")]
    [InlineData("akka.log-config-on-start = maybe")]
    [InlineData("akka.scheduler = 5, akka.actor.ask-timeout = -1s")]
    public void A_value_that_AkkaNET_cannot_read_is_refused(string text) => Assert.StartsWith(
        "akka: Akka.NET refuses what is set below it: ",
        Assert.Throws<ConfigurationException>(() => From(text)).Message, StringComparison.Ordinal);

    private static AkkaSettings From(string text) =>
        AkkaSettings.From(ConfigurationLayers.Reference.With(text, "a.conf"));
}
