using System.Runtime.CompilerServices;

namespace Broker.Gateway.WebSockets;

/// <summary>
/// A WebSocket handshake, as <see cref="UpgradeParser"/> recognised it. It points into the connection's
/// input: use it before that is advanced. All of its text is visible ASCII.
/// </summary>
internal struct UpgradeRequest
{
    private Values _values;
    private Range _path, _query;

    /// <summary>The request's head with its last empty line. What follows is the first frames.</summary>
    public ReadOnlyMemory<byte> Head { readonly get; internal set; }

    /// <summary>As sent. It has no escapes, empty segments or dot segments.</summary>
    public readonly ReadOnlySpan<byte> Path => Head.Span[_path];

    /// <summary>Without the question mark; escapes are as sent.</summary>
    public readonly ReadOnlySpan<byte> Query => Head.Span[_query];

    /// <summary>The value of a header. It is empty when the header is absent, and only then.</summary>
    public readonly ReadOnlySpan<byte> this[UpgradeHeader header] => Head.Span[_values[(int)header]];

    internal void SetTarget(Range path, Range query) => (_path, _query) = (path, query);

    internal void SetValue(UpgradeHeader header, Range value) => _values[(int)header] = value;

    [InlineArray((int)UpgradeHeader.Origin + 1)]
    private struct Values
    {
        private Range _first;
    }
}
