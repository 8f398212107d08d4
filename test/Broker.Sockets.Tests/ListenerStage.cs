using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Broker.Sockets.Tests;

/// <summary>A listener whose clients the spec plays.</summary>
internal sealed class ListenerStage : IConnectionListener
{
    private readonly Channel<ConnectionContext> _backlog = Channel.CreateUnbounded<ConnectionContext>();

    public EndPoint EndPoint { get; } = new IPEndPoint(IPAddress.Loopback, 1234);

    /// <summary>A client connects.</summary>
    public StagedConnection Connect(string address = "192.0.2.1")
    {
        var connection = new StagedConnection
        {
            RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 50_000),
        };
        Assert.True(_backlog.Writer.TryWrite(connection));
        return connection;
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) =>
        await _backlog.Reader.WaitToReadAsync(cancellationToken)
        && _backlog.Reader.TryRead(out var connection) ? connection : null;

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        _backlog.Writer.TryComplete();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => UnbindAsync();

    /// <summary>What is done to a connection.</summary>
    public sealed class StagedConnection : DefaultConnectionContext
    {
        private readonly TaskCompletionSource _closed = new();

        public bool IsDisposed { get; private set; }

        /// <summary>Whether closing its socket takes until <see cref="Close"/>.</summary>
        public bool ClosesLate { get; set; }

        public void Close() => _closed.TrySetResult();

        public override async ValueTask DisposeAsync()
        {
            IsDisposed = true;
            if (ClosesLate) await _closed.Task;
            await base.DisposeAsync();
        }
    }
}
