using System.Net;
using System.Net.Sockets;

namespace Broker.SpecKit.Tests;

public class FreePortSpec
{
    [Fact]
    public void Gives_each_caller_another_port_that_can_be_listened_on()
    {
        var ports = Enumerable.Range(0, 20).Select(_ => FreePort.Next()).ToList();
        var listeners = ports.Select(Listen).ToList();

        Assert.All(ports, port => Assert.False(FreePort.IsFree(port)));
        listeners.ForEach(listener => listener.Stop());
        Assert.All(ports, port => Assert.True(FreePort.IsFree(port)));
    }

    [Fact]
    public void Passes_over_a_port_that_is_taken()
    {
        var taken = Listen(FreePort.Next() + 1);

        Assert.NotEqual(((IPEndPoint)taken.LocalEndpoint).Port, FreePort.Next());
        taken.Stop();
    }

    [Fact]
    public void Listens_on_the_first_port_of_its_block_so_that_no_other_process_takes_the_block() =>
        Assert.False(FreePort.IsFree(FreePort.Next() / 500 * 500));

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Any, port);
        listener.Start();
        return listener;
    }
}
