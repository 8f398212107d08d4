using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Broker.Cluster.Tests.Kit;

/// <summary>
/// A port at which a node is known to the others, in front of the one at which it listens. It can reset every
/// connection, as a router that has lost its state does.
/// </summary>
internal sealed class ResettableLink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, FreePort.Next());
    private readonly int _nodePort = FreePort.Next();
    private readonly ConcurrentDictionary<TcpClient, bool> _open = [];
    private readonly Task _accepting;
    private int _refused;
    private volatile bool _isReset;

    public ResettableLink()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Configuration of the node.</summary>
    public string Settings => $$"""

        akka.remote.dot-netty.tcp {
          port = {{_nodePort}}
          public-port = {{((IPEndPoint)_listener.LocalEndpoint).Port}}
        }

        """;

    /// <summary>How many connections came since <see cref="Reset"/>.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Resets what is open, and what comes until <see cref="Mend"/>.</summary>
    public void Reset()
    {
        Volatile.Write(ref _refused, 0);
        _isReset = true;
        foreach (var socket in _open.Keys) Abort(socket);
    }

    public void Mend() => _isReset = false;

    public async ValueTask DisposeAsync()
    {
        Reset();
        _listener.Stop();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        var relays = new List<Task>();
        try
        {
            while (true) relays.Add(RelayAsync(await _listener.AcceptTcpClientAsync()));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(TcpClient from)
    {
        using var to = new TcpClient();
        using var _ = from;
        _open[from] = _open[to] = true;
        try
        {
            if (_isReset) throw new IOException("The link is reset.");

            await to.ConnectAsync(IPAddress.Loopback, _nodePort);
            var (near, far) = (from.GetStream(), to.GetStream());
            await Task.WhenAll(near.CopyToAsync(far), far.CopyToAsync(near));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            if (_isReset) Interlocked.Increment(ref _refused);
            Abort(from);
            Abort(to);
        }
        finally
        {
            _open.TryRemove(from, out var _);
            _open.TryRemove(to, out var _);
        }
    }

    // A close that waits for nothing sends RST.
    private static void Abort(TcpClient socket)
    {
        try
        {
            socket.Client?.Close(timeout: 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }
    }
}
