using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Broker.Sockets;

/// <summary>A connection that counts against the limits of the process until its socket is closed.</summary>
public sealed class CountedConnection : ConnectionContext
{
    private readonly ConnectionContext _inner;
    private readonly SocketLimit _limit;

    /// <param name="inner">As it was accepted.</param>
    /// <param name="limit">Where it has a place, which it gives back at its end.</param>
    public CountedConnection(ConnectionContext inner, SocketLimit limit)
    {
        (_inner, _limit) = (inner, limit);
        IsOverAddressLimit = Address is { } address && !limit.Addresses.TryEnter(address);
    }

    /// <summary>Whether its address has as many connections as it may have.</summary>
    public bool IsOverAddressLimit { get; }

    public override string ConnectionId
    {
        get => _inner.ConnectionId;
        set => _inner.ConnectionId = value;
    }

    public override IFeatureCollection Features => _inner.Features;

    public override IDictionary<object, object?> Items
    {
        get => _inner.Items;
        set => _inner.Items = value;
    }

    public override IDuplexPipe Transport
    {
        get => _inner.Transport;
        set => _inner.Transport = value;
    }

    public override CancellationToken ConnectionClosed
    {
        get => _inner.ConnectionClosed;
        set => _inner.ConnectionClosed = value;
    }

    public override EndPoint? LocalEndPoint
    {
        get => _inner.LocalEndPoint;
        set => _inner.LocalEndPoint = value;
    }

    public override EndPoint? RemoteEndPoint
    {
        get => _inner.RemoteEndPoint;
        set => _inner.RemoteEndPoint = value;
    }

    private IPAddress? Address => (_inner.RemoteEndPoint as IPEndPoint)?.Address;

    public override void Abort() => _inner.Abort();

    public override void Abort(ConnectionAbortedException abortReason) => _inner.Abort(abortReason);

    public override async ValueTask DisposeAsync()
    {
        try
        {
            await _inner.DisposeAsync();
            await base.DisposeAsync();
        }
        finally
        {
            if (Address is { } address && !IsOverAddressLimit) _limit.Addresses.Leave(address);
            _limit.Return();
        }
    }
}
