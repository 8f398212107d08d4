using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Broker.EndToEnd.Tests.Processes;

/// <summary>A service of <c>Type=notify</c> with a watchdog. The spec listens as systemd does.</summary>
public class SystemdSpec
{
    [Fact]
    public async Task Says_that_it_is_ready_when_it_takes_clients_and_then_that_it_works()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.PathOf("notify");
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(path));
        await using var broker = await BrokerProcess.StartAsync(new BrokerStart
        {
            Environment = new Dictionary<string, string>
            {
                ["NOTIFY_SOCKET"] = path,
                ["WATCHDOG_USEC"] = "200000",
            },
        });

        Assert.Equal("READY=1", await ReceiveAsync(systemd));
        using var ready = await broker.Http.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Equal("WATCHDOG=1", await ReceiveAsync(systemd));
        Assert.Equal("WATCHDOG=1", await ReceiveAsync(systemd));
    }

    private static async Task<string> ReceiveAsync(Socket systemd)
    {
        var buffer = new byte[64];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var length = await systemd.ReceiveAsync(buffer, limit.Token);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
