using Broker.Gateway.Configuration;

namespace Broker.Gateway.Tests.Configuration;

public class DescriptorFitSpec
{
    private const int Reserved = 400;
    private const int SocketsBesides = 64;
    private const int Least = Reserved + SocketsBesides + 16;

    [Theory]
    [InlineData(2000, 1000)]
    [InlineData(1, 1)]
    public void Changes_nothing_where_all_connections_fit(int http, int hub)
    {
        var settings = Settings(http, hub);

        Assert.Same(settings, DescriptorFit.Fit(settings, http + hub + Reserved + SocketsBesides));
        Assert.Equal(http + hub + SocketsBesides, DescriptorFit.SocketsMax(settings));
    }

    [Theory]
    [InlineData(101_000, 100_000, 1024, 280, 280)]
    [InlineData(101_000, 100_000, 4096, 1816, 1816)]
    [InlineData(101_000, 100_000, Least, 8, 8)]
    [InlineData(101_000, 2, 1024, 558, 2)]
    [InlineData(100, 1000, 1024, 100, 460)]
    [InlineData(int.MaxValue, int.MaxValue, 1_000_000, 499_768, 499_768)]
    public void Lowers_what_is_more_than_half_of_the_room(
        int http, int hub, int descriptors, int http2, int hub2)
    {
        var fitted = DescriptorFit.Fit(Settings(http, hub), descriptors);

        Assert.Equal((http2, hub2), (fitted.Http.ConnectionsMax, fitted.Hub.ConnectionsMax));
        Assert.Equal(descriptors - Reserved, DescriptorFit.SocketsMax(fitted));
    }

    [Theory]
    [InlineData(100_000, 560)]
    [InlineData(500, 500)]
    public void Lowers_the_connections_of_all_protocols_where_they_are_more(int connections, int fitted)
    {
        var settings = Settings(101_000, 100_000);
        settings = settings with
        {
            Connection = settings.Connection with { ConnectionsMax = connections },
        };

        Assert.Equal(fitted, DescriptorFit.Fit(settings, 1024).Connection.ConnectionsMax);
    }

    [Fact]
    public void Refuses_to_start_where_hardly_a_client_has_room()
    {
        var e = Assert.Throws<StartupException>(() => DescriptorFit.Fit(Settings(1000, 1000), Least - 1));

        Assert.Equal(ExitCode.CannotStart, e.ExitCode);
        Assert.Contains($"{Least - 1}", e.Message, StringComparison.Ordinal);
        Assert.Contains($"{Least}", e.Message, StringComparison.Ordinal);
        Assert.Contains("descriptors-reserved", e.Message, StringComparison.Ordinal);
    }

    private static BrokerSettings Settings(int http, int hub)
    {
        var settings = BrokerSettings.From(ConfigurationLayers.Reference);
        return settings with
        {
            Process = settings.Process with { DescriptorsReserved = Reserved },
            Http = settings.Http with { ConnectionsMax = http },
            Hub = settings.Hub with { ConnectionsMax = hub },
        };
    }
}
