using System.Net;

namespace Broker.Sockets.Tests;

public class AddressLimitSpec
{
    private static readonly IPAddress One = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Other = IPAddress.Parse("192.0.2.2");

    private readonly AddressLimit _limit = new(connectionsMax: 2, proxies: [IPNetwork.Parse("10.0.0.0/8")]);

    [Fact]
    public void Lets_in_as_many_of_each_address_as_its_limit()
    {
        Assert.True(_limit.TryEnter(One));
        Assert.True(_limit.TryEnter(One));
        Assert.False(_limit.TryEnter(One));
        Assert.True(_limit.TryEnter(Other));

        _limit.Leave(One);
        Assert.True(_limit.TryEnter(One));
        Assert.False(_limit.TryEnter(One));
    }

    [Fact]
    public void Forgets_an_address_without_connections()
    {
        _limit.TryEnter(One);
        _limit.TryEnter(One);
        _limit.TryEnter(Other);
        _limit.Leave(One);
        Assert.Equal(2, _limit.Addresses);

        _limit.Leave(One);
        _limit.Leave(Other);
        Assert.Equal(0, _limit.Addresses);
    }

    [Fact]
    public void Counts_the_addresses_of_an_IPv6_network_together()
    {
        _limit.TryEnter(IPAddress.Parse("2001:db8:1:2::1"));
        _limit.TryEnter(IPAddress.Parse("2001:db8:1:2::2"));

        Assert.False(_limit.TryEnter(IPAddress.Parse("2001:db8:1:2::3")));
        Assert.True(_limit.TryEnter(IPAddress.Parse("2001:db8:1:3::1")));
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("::ffff:10.1.2.3")]
    public void Has_no_limit_for_a_trusted_proxy(string address)
    {
        var proxy = IPAddress.Parse(address);
        for (var i = 0; i < 3; i++) Assert.True(_limit.TryEnter(proxy));

        _limit.Leave(proxy);
        Assert.Equal(0, _limit.Addresses);
    }

    [Fact]
    public void Zero_is_no_limit_until_there_is_one()
    {
        var none = new AddressLimit(connectionsMax: 0, proxies: []);
        for (var i = 0; i < 3; i++) Assert.True(none.TryEnter(One));

        none.ConnectionsMax = 3;
        Assert.False(none.TryEnter(One));
        none.Leave(One);
        Assert.True(none.TryEnter(One));
    }
}
