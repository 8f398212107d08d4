using System.Runtime.CompilerServices;

namespace Broker.Gateway.PlainRequests;

/// <summary>
/// The head of a plain request, as <see cref="PlainHeadReader"/> recognised it. It points into the
/// connection's input: use it before that is advanced. All of its text is visible ASCII.
/// </summary>
internal struct PlainHead
{
    private Values _values;
    private Range _path, _query;

    /// <summary>The whole head with its last empty line.</summary>
    public ReadOnlyMemory<byte> Bytes { readonly get; internal set; }

    /// <summary>
    /// As sent. It has no escapes, empty segments or dot segments: such a request is not plain.
    /// </summary>
    public readonly ReadOnlySpan<byte> Path => Bytes.Span[_path];

    /// <summary>Without the question mark, escapes and all.</summary>
    public readonly ReadOnlySpan<byte> Query => Bytes.Span[_query];

    /// <summary>
    /// A header that decides, not one that is ignored. Empty when it is absent, and only then.
    /// </summary>
    public readonly ReadOnlySpan<byte> this[PlainHeader header] => Bytes.Span[_values[(int)header]];

    internal void SetTarget(Range path, Range query) => (_path, _query) = (path, query);

    internal void SetValue(PlainHeader header, Range value) => _values[(int)header] = value;

    [InlineArray((int)PlainHeader.FirstIgnored)]
    private struct Values
    {
        private Range _first;
    }
}
