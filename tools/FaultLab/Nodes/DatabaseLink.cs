using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Broker.SpecKit;

namespace Broker.FaultLab.Nodes;

/// <summary>
/// What lies between one node and the database: it passes bytes on, or refuses connections, or is silent.
/// </summary>
public sealed class DatabaseLink : IDisposable
{
    private readonly IPAddress _host;
    private volatile int _target;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Socket, bool> _sockets = [];
    private TcpListener? _listener;
    private volatile TaskCompletionSource _open = Opened();

    /// <param name="host">The address that the node knows.</param>
    /// <param name="target">The port of the database.</param>
    public DatabaseLink(string host, int target)
    {
        (_host, _target) = (IPAddress.Parse(host), target);
        Open();
    }

    /// <summary>The port that the node knows.</summary>
    public int Port { get; } = FreePort.Next();

    /// <summary>New connections go to another database.</summary>
    public void Redirect(int target) => _target = target;

    /// <summary>Ends all connections and takes no new ones.</summary>
    public void Refuse()
    {
        _listener?.Dispose();
        _listener = null;
        Reset();
    }

    /// <summary>Passes nothing on, and keeps what is said until it is opened again.</summary>
    public void Mute() =>
        _open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends all connections; new ones work as before.</summary>
    public void Reset()
    {
        foreach (var socket in _sockets.Keys) socket.Dispose();
    }

    /// <summary>Works again.</summary>
    public void Open()
    {
        _open.TrySetResult();
        if (_listener is not null) return;

        _listener = new TcpListener(_host, Port);
        _listener.Start();
        _ = AcceptAsync(_listener);
    }

    public void Dispose()
    {
        _end.Cancel();
        Refuse();
        _open.TrySetResult();
        _end.Dispose();
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true) _ = PassAsync(await listener.AcceptSocketAsync(_end.Token));
        }
        catch (Exception exception) when (Trouble.IsExpected(exception))
        {
            // Refused from now on.
        }
    }

    private async Task PassAsync(Socket node)
    {
        using var database = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        node.NoDelay = true;
        _sockets[node] = _sockets[database] = true;
        try
        {
            await _open.Task;
            await database.ConnectAsync(IPAddress.Loopback, _target, _end.Token);
            await Task.WhenAny(CopyAsync(node, database), CopyAsync(database, node));
        }
        catch (Exception exception) when (Trouble.IsExpected(exception))
        {
            // Either side has gone.
        }
        finally
        {
            _sockets.TryRemove(node, out _);
            _sockets.TryRemove(database, out _);
            node.Dispose();
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[32 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _end.Token) is > 0 and var count)
            {
                await _open.Task;
                for (var sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _end.Token);
            }
        }
        catch (Exception exception) when (Trouble.IsExpected(exception))
        {
            // The end of one direction is the end of both.
        }
    }
}
