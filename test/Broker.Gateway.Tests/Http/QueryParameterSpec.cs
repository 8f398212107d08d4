using Broker.Gateway.Http;

namespace Broker.Gateway.Tests.Http;

public class QueryParameterSpec
{
    [Theory]
    [InlineData("?channel=news", "news")]
    [InlineData("channel=news", "news")]
    [InlineData("?a=b&channel=news&c=d", "news")]
    [InlineData("?channel=one&channel=two", "one")]
    [InlineData("?channel=", "")]
    [InlineData("?channel", "")]
    [InlineData("?channel=a%2Fb+c%20d", "a/b c d")]
    [InlineData("?channel=%C3%BC", "ü")]
    [InlineData("?channel=ü", "ü")]
    [InlineData("?%63hannel=news", "news")]
    [InlineData("?channel=a=b", "a=b")]
    [InlineData("?Channel=news", null)]
    [InlineData("?xchannel=news", null)]
    [InlineData("", null)]
    public void Reads_the_first_value_of_a_name(string query, string? expected)
    {
        Assert.Equal(expected, QueryParameter.Read(query, "channel", out var isText));
        Assert.True(isText);
    }

    [Theory]
    [InlineData("?channel=%FF")]
    [InlineData("?channel=a%C3")]
    [InlineData("?channel=%ED%A0%80")]
    public void Says_when_a_value_is_not_UTF_8(string query)
    {
        QueryParameter.Read(query, "channel", out var isText);

        Assert.False(isText);
    }
}
