using Broker.Gateway.Configuration;

namespace Broker.Gateway.Tests.Configuration;

public class ProcessSettingsSpec
{
    private const string Prod = "environment = prod";

    [Theory]
    [InlineData("", 0)]
    [InlineData(Prod, 1000)]
    [InlineData("connections-per-address-max = 7", 7)]
    [InlineData($"connections-per-address-max = 7, {Prod}", 7)]
    [InlineData($"connections-per-address-max = 0, {Prod}", 0)]
    public void One_address_has_a_limit_of_connections_outside_of_dev_unless_it_is_set(string text, int max)
    {
        var config = ConfigurationLayers.Reference.With($"broker.process {{ {text} }}", "a.conf");

        var process = ProcessSettings.From(config.Section("broker.process"));
        Assert.Equal(max, process.ConnectionsPerAddressMax);
    }
}
