using Broker.Gateway.PlainRequests;

namespace Broker.Gateway.WebSockets;

/// <summary>A plain WebSocket upgrade, as <see cref="UpgradeParser"/> recognised it.</summary>
internal readonly struct UpgradeRequest(PlainHead head)
{
    private readonly PlainHead _head = head;

    /// <summary>The request's head with its last empty line. What follows is the first frames.</summary>
    public ReadOnlyMemory<byte> Head => _head.Bytes;

    /// <inheritdoc cref="PlainHead.Path"/>
    public ReadOnlySpan<byte> Path => _head.Path;

    /// <inheritdoc cref="PlainHead.Query"/>
    public ReadOnlySpan<byte> Query => _head.Query;

    public ReadOnlySpan<byte> Host => _head[PlainHeader.Host];

    /// <summary>Empty when the header is absent, and only then.</summary>
    public ReadOnlySpan<byte> Origin => _head[PlainHeader.Origin];

    public ReadOnlySpan<byte> Key => _head[PlainHeader.Key];

    /// <summary>The offered extensions as sent; empty when there are none.</summary>
    public ReadOnlySpan<byte> Extensions => _head[PlainHeader.Extensions];
}
