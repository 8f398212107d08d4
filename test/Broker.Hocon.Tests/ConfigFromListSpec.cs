namespace Broker.Hocon.Tests;

public class ConfigFromListSpec
{
    [Fact]
    public void A_list_from_outside_a_file_replaces_one_from_a_file_and_keeps_its_items_literally()
    {
        var file = ConfigurationFactory.ParseString("a.ports = [1, 2]", "a.conf");
        var config = ConfigurationFactory.FromList("a.ports", ["${x}"], "PORTS").WithFallback(file);

        Assert.Equal(["${x}"], config.GetStringList("a.ports"));
        var error = Assert.Throws<ConfigurationException>(() => config.GetIntList("a.ports"));
        Assert.StartsWith(
            "PORTS: a.ports: '${x}' is not a whole number", error.Message, StringComparison.Ordinal);
    }
}
