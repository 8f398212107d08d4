using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Broker.EndToEnd.Tests.Console;

/// <summary>
/// What lies between a browser and a broker, so that a spec can pull it out and plug it in again. The
/// browser's own "offline" leaves connections as they are.
/// </summary>
public sealed class Cable : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _ends = [];
    private readonly int _port;
    private readonly Task _accepting;
    private volatile bool _isOut;

    public Cable(int port)
    {
        _port = port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri BaseUri => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>Breaks every connection, and each new one until it is plugged in.</summary>
    public void PullOut()
    {
        _isOut = true;
        foreach (var end in _ends) end.Close();
    }

    public void PlugIn() => _isOut = false;

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        PullOut();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = CarryAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
        {
            // The spec is over.
        }
    }

    private async Task CarryAsync(TcpClient browser)
    {
        using var near = browser;
        using var far = new TcpClient();
        _ends.Add(near);
        _ends.Add(far);
        try
        {
            if (_isOut) return;
            await far.ConnectAsync(IPAddress.Loopback, _port);
            await Task.WhenAny(
                near.GetStream().CopyToAsync(far.GetStream()), far.GetStream().CopyToAsync(near.GetStream()));
        }
        catch (Exception broken) when (broken is SocketException or IOException or ObjectDisposedException
            or InvalidOperationException)
        {
            // Pulled out, or one end went away.
        }
    }
}
