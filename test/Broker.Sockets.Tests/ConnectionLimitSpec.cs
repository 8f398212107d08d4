namespace Broker.Sockets.Tests;

public class ConnectionLimitSpec
{
    [Fact]
    public void Lets_in_as_many_as_its_limit_and_again_when_one_leaves()
    {
        var gate = new ConnectionLimit(connectionsMax: 2);
        Assert.True(gate.TryEnter());
        Assert.True(gate.TryEnter());
        Assert.False(gate.TryEnter());
        Assert.Equal(2, gate.Inside);

        gate.Leave();
        Assert.True(gate.TryEnter());
    }

    [Fact]
    public async Task Says_why_a_connection_is_not_in()
    {
        var clients = new ListenerStage();
        using var limit = new SocketLimit(10, new AddressLimit(1, proxies: []));
        var listener = new CountedListener(clients, limit);
        string[] addresses = ["192.0.2.1", "192.0.2.1", "192.0.2.2", "192.0.2.3"];
        var gate = new ConnectionLimit(connectionsMax: 2);
        var refusals = new List<ConnectionRefusal?>();
        foreach (var address in addresses)
        {
            clients.Connect(address);
            refusals.Add(gate.Enter((await listener.AcceptAsync())!));
        }

        Assert.Equal([null, ConnectionRefusal.AddressFull, null, ConnectionRefusal.BrokerFull], refusals);
        Assert.Equal(2, gate.Inside);
    }
}
