namespace Broker.Hocon.Tests;

public class ConfigEnumSpec
{
    public enum Policy
    {
        Disconnect,
        DropOldest,
    }

    [Theory]
    [InlineData("disconnect", Policy.Disconnect)]
    [InlineData("drop-oldest", Policy.DropOldest)]
    public void Members_are_named_in_lower_case_with_hyphens(string text, Policy expected) =>
        Assert.Equal(expected, Parse(text).GetEnum<Policy>("policy"));

    [Theory]
    [InlineData("DropOldest")]
    [InlineData("drop_oldest")]
    [InlineData("1")]
    public void Anything_else_is_an_error_with_its_place_and_the_names_that_are_allowed(string text)
    {
        var error = Assert.Throws<ConfigurationException>(() => Parse(text).GetEnum<Policy>("policy"));

        Assert.Equal($"a.conf:1:10: policy: '{text}' is not one of disconnect, drop-oldest", error.Message);
    }

    private static Config Parse(string value) =>
        ConfigurationFactory.ParseString($"policy = {value}", "a.conf");
}
