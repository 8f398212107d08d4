namespace Broker.Sockets.Tests;

public class ConnectionGateSpec
{
    [Fact]
    public void Lets_in_as_many_as_its_limit_and_again_when_one_leaves()
    {
        var gate = new ConnectionGate(connectionsMax: 2);
        Assert.True(gate.TryEnter());
        Assert.True(gate.TryEnter());
        Assert.False(gate.TryEnter());
        Assert.Equal(2, gate.Inside);

        gate.Leave();
        Assert.True(gate.TryEnter());
    }
}
