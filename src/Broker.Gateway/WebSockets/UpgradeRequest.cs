using System.Runtime.CompilerServices;

namespace Broker.Gateway.WebSockets;

/// <summary>
/// A plain WebSocket upgrade at the start of a connection, as <see cref="UpgradeParser"/> recognised it. It
/// points into the connection's input: use it before that is advanced. All of its text is visible ASCII.
/// </summary>
internal struct UpgradeRequest
{
    private Values _values;
    private Range _path, _query;

    /// <summary>The request's head with its last empty line. What follows is the first frames.</summary>
    public ReadOnlyMemory<byte> Head { readonly get; internal set; }

    /// <summary>
    /// As sent. It has no escapes, empty segments or dot segments: such a request is not plain.
    /// </summary>
    public readonly ReadOnlySpan<byte> Path => Head.Span[_path];

    /// <summary>Without the question mark, escapes and all.</summary>
    public readonly ReadOnlySpan<byte> Query => Head.Span[_query];

    public readonly ReadOnlySpan<byte> Host => this[PlainHeader.Host];

    /// <summary>Empty when the header is absent, and only then.</summary>
    public readonly ReadOnlySpan<byte> Origin => this[PlainHeader.Origin];

    public readonly ReadOnlySpan<byte> Key => this[PlainHeader.Key];

    /// <summary>The offered extensions as sent; empty when there are none.</summary>
    public readonly ReadOnlySpan<byte> Extensions => this[PlainHeader.Extensions];

    internal readonly ReadOnlySpan<byte> this[PlainHeader header] => Head.Span[_values[(int)header]];

    internal void SetTarget(Range path, Range query) => (_path, _query) = (path, query);

    internal void SetValue(PlainHeader header, Range value) => _values[(int)header] = value;

    [InlineArray((int)PlainHeader.FirstIgnored)]
    private struct Values
    {
        private Range _first;
    }
}
