using System.Net;
using Broker.Gateway.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Broker.Gateway.Tests.Configuration;

public class BindAddressSpec
{
    [Theory]
    [InlineData("dev", "", "localhost")]
    [InlineData("prod", "", "*")]
    [InlineData("Dev", "", "*")]
    [InlineData("prod", "localhost", "localhost")]
    [InlineData("dev", "*", "*")]
    [InlineData("dev", "10.0.0.1", "10.0.0.1")]
    [InlineData("dev", "0.0.0.0", "0.0.0.0")]
    [InlineData("dev", "2001:db8::1", "2001:db8::1")]
    public void The_environment_decides_where_nothing_is_said(
        string environment, string bind, string expected)
    {
        var config = ConfigurationLayers.Reference
            .With("broker.process.environment", environment, isList: false, "spec")
            .With("broker.process.bind", bind, isList: false, "spec");

        Assert.Equal(expected, ProcessSettings.From(config.Section("broker.process")).Bind.Text);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("127.1")]
    [InlineData("example.com")]
    [InlineData("localhost:80")]
    [InlineData("10.0.0.1:80")]
    [InlineData(" ")]
    public void Names_short_forms_and_ports_are_no_addresses(string text) =>
        Assert.False(BindAddress.TryParse(text, out _));

    [Theory]
    [InlineData("localhost", 80, "http://localhost:80")]
    [InlineData("localhost", 0, "http://127.0.0.1:0")]
    [InlineData("*", 80, "http://[::]:80")]
    [InlineData("10.0.0.1", 80, "http://10.0.0.1:80")]
    public void Kestrel_is_told_to_listen_there(string text, int port, string expected)
    {
        Assert.True(BindAddress.TryParse(text, out var bind));
        ListenOptions? listening = null;
        bind.Listen(new KestrelServerOptions(), port, options => listening = options);

        Assert.Equal(expected, listening?.ToString());
    }

    [Fact]
    public void Loopback_and_all_are_no_single_address()
    {
        Assert.Null(BindAddress.Loopback.Address);
        Assert.Null(BindAddress.All.Address);
        Assert.True(BindAddress.TryParse("10.0.0.1", out var bind));
        Assert.Equal(IPAddress.Parse("10.0.0.1"), bind.Address);
    }
}
