namespace Broker.Hocon.Tests;

public class ConfigSpec
{
    [Fact]
    public void An_error_names_file_line_column_and_the_full_key_also_when_read_from_a_section()
    {
        var config = ConfigurationFactory.ParseString("broker {\n  outbox.bytes-max = lots\n}", "broker.conf");

        var error = Assert.Throws<ConfigurationException>(() => config.GetConfig("broker.outbox").GetByteSize("bytes-max"));

        Assert.StartsWith("broker.conf:2:22: broker.outbox.bytes-max: 'lots' is not a size", error.Message, StringComparison.Ordinal);
        Assert.Equal(("broker.conf", 2, 22, "broker.outbox.bytes-max"), (error.File, error.Line, error.Column, error.Key));
    }
}
