using System.Net;
using Akka.Configuration;
using Broker.Gateway.Configuration;
using Broker.Gateway.Http;

namespace Broker.Gateway.Tests.Configuration;

public class ProxyNetworkSpec
{
    [Theory]
    [InlineData("10.1.2.3", "10.1.2.3/32")]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("::1", "::1/128")]
    [InlineData("fd00::/8", "fd00::/8")]
    public void Is_an_address_or_a_network(string text, string network)
    {
        Assert.True(ProxyNetwork.TryParse(text, out var parsed));
        Assert.Equal(IPNetwork.Parse(network), parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("10")]
    [InlineData("10/8")]
    [InlineData("10.0.0.0/")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/8/8")]
    [InlineData("/8")]
    [InlineData("proxy.example")]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    public void Anything_else_is_refused_and_so_is_everybody(string text)
    {
        Assert.False(ProxyNetwork.TryParse(text, out _));
        var error = Assert.Throws<ConfigurationException>(() => BrokerSettings.From(
            ConfigurationLayers.Reference.With($"broker.http.trusted-proxies = [\"{text}\"]", "a.conf")));
        Assert.Contains(
            $"'{text}' is not an IP address or a network", error.Message, StringComparison.Ordinal);
    }
}
