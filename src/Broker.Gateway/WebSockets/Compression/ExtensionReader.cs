using System.Buffers;

namespace Broker.Gateway.WebSockets.Compression;

/// <summary>
/// Reads <c>Sec-WebSocket-Extensions</c> (RFC 6455 §9.1): names with parameters, one after the other. Both
/// methods answer false at the end of what they read, and from the first malformed byte on.
/// </summary>
internal ref struct ExtensionReader(ReadOnlySpan<byte> text)
{
    private static readonly SearchValues<byte> TokenBytes = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~"u8);

    private ReadOnlySpan<byte> _rest = text;

    public bool IsMalformed { get; private set; }

    /// <summary>The next extension. To be called when <see cref="TryReadParameter"/> has said no.</summary>
    public bool TryReadName(out ReadOnlySpan<byte> name)
    {
        // RFC 9110 §5.6.1.2: a list may have empty elements.
        while (TryTake((byte)',')) { }

        name = default;
        if (IsMalformed || _rest.IsEmpty) return false;

        return TryTakeToken(out name) && (_rest.IsEmpty || _rest[0] is (byte)',' or (byte)';' || Malformed());
    }

    /// <summary>
    /// The next parameter of the extension read last; no value and an empty one are the same.
    /// </summary>
    public bool TryReadParameter(out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        name = value = default;
        if (IsMalformed || !TryTake((byte)';') || !TryTakeToken(out name)) return false;
        if (TryTake((byte)'='))
        {
            // A quoted value must be a token too, so its quotes are all that is to be removed.
            var isQuoted = TryTake((byte)'"');
            if (!TryTakeToken(out value)) return false;
            if (isQuoted && !TryTake((byte)'"')) return Malformed();
        }

        return _rest.IsEmpty || _rest[0] is (byte)',' or (byte)';' || Malformed();
    }

    private bool TryTake(byte separator)
    {
        _rest = _rest.TrimStart(" \t"u8);
        if (_rest.IsEmpty || _rest[0] != separator) return false;

        _rest = _rest[1..].TrimStart(" \t"u8);
        return true;
    }

    private bool TryTakeToken(out ReadOnlySpan<byte> token)
    {
        _rest = _rest.TrimStart(" \t"u8);
        var length = _rest.IndexOfAnyExcept(TokenBytes);
        token = length < 0 ? _rest : _rest[..length];
        _rest = _rest[token.Length..].TrimStart(" \t"u8);
        return !token.IsEmpty || Malformed();
    }

    private bool Malformed()
    {
        IsMalformed = true;
        return false;
    }
}
