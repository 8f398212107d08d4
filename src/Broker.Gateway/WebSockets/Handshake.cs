using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace Broker.Gateway.WebSockets;

/// <summary>The server's side of the opening handshake (RFC 6455 §4.2).</summary>
internal static class Handshake
{
    /// <summary>
    /// Longest key accepted. A right one has 24 characters; any base64 is taken (contract §1).
    /// </summary>
    public const int KeyLengthMax = 256;

    /// <summary>Room that any response of <see cref="WriteResponse"/> fits in.</summary>
    public const int ResponseLengthMax = 512;

    public const int AcceptLength = 28;

    private static ReadOnlySpan<byte> KeySuffix => "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"u8;

    /// <summary>
    /// Has the runtime load its cryptography, 6 MiB of code, now and not while the first client waits.
    /// </summary>
    public static void Prepare() => Accept("dGhlIHNhbXBsZSBub25jZQ==");

    /// <summary>Whether the key is base64 of at least one byte.</summary>
    public static bool IsKey(ReadOnlySpan<byte> key) =>
        key.Length <= KeyLengthMax
        && !key.ContainsAny(" \t\r\n"u8)
        && Base64.IsValid(key, out var decodedLength)
        && decodedLength > 0;

    /// <summary>
    /// Writes the <see cref="AcceptLength"/> bytes of <c>Sec-WebSocket-Accept</c> for a key that
    /// <see cref="IsKey"/> accepts (RFC 6455 §4.2.2, step 5.4).
    /// </summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455 prescribes it; it secures nothing.")]
    public static void WriteAccept(ReadOnlySpan<byte> key, Span<byte> destination)
    {
        Span<byte> text = stackalloc byte[KeyLengthMax + KeySuffix.Length];
        key.CopyTo(text);
        KeySuffix.CopyTo(text[key.Length..]);
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(text[..(key.Length + KeySuffix.Length)], hash);
        Base64.EncodeToUtf8(hash, destination, out _, out _);
    }

    /// <summary>The value of <c>Sec-WebSocket-Accept</c> for the HTTP path.</summary>
    public static string Accept(string key)
    {
        Span<byte> accept = stackalloc byte[AcceptLength];
        WriteAccept(Encoding.ASCII.GetBytes(key), accept);
        return Encoding.ASCII.GetString(accept);
    }

    /// <summary>
    /// Writes the whole 101 response into at least <see cref="ResponseLengthMax"/> bytes and answers its
    /// length. <paramref name="extensions"/> is what was agreed (<see
    /// cref="Compression.DeflateNegotiation"/>), empty for
    /// none.
    /// </summary>
    public static int WriteResponse(
        Span<byte> destination, ReadOnlySpan<byte> key, ReadOnlySpan<byte> extensions = default)
    {
        var start = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"u8;
        var at = Append(destination, 0, start);
        at = Append(destination, at, "Sec-WebSocket-Accept: "u8);
        WriteAccept(key, destination[at..]);
        at = Append(destination, at + AcceptLength, "\r\n"u8);
        if (!extensions.IsEmpty)
        {
            at = Append(destination, at, "Sec-WebSocket-Extensions: "u8);
            at = Append(destination, at, extensions);
            at = Append(destination, at, "\r\n"u8);
        }

        return Append(destination, at, "\r\n"u8);
    }

    /// <summary>
    /// Judges a GET request that came through HTTP. Only an <c>Upgrade</c> that names websocket makes it a
    /// handshake, good or broken; the method and HTTP version are the caller's business.
    /// </summary>
    public static HandshakeResult Check(IHeaderDictionary headers)
    {
        if (!HasToken(headers.Upgrade, "websocket")) return HandshakeResult.NotWebSocket;
        if (!HasToken(headers.Connection, "upgrade")) return HandshakeResult.BadRequest;
        if (headers.SecWebSocketVersion is not ["13"]) return HandshakeResult.BadVersion;
        if (headers.SecWebSocketKey is not [{ Length: <= KeyLengthMax } key]) return HandshakeResult.BadKey;

        return IsKey(Encoding.Latin1.GetBytes(key)) ? HandshakeResult.Ok : HandshakeResult.BadKey;
    }

    private static int Append(Span<byte> destination, int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(destination[at..]);
        return at + text.Length;
    }

    private static bool HasToken(StringValues values, string token)
    {
        foreach (var value in values)
            foreach (var range in value.AsSpan().Split(','))
            {
                var item = value.AsSpan()[range].Trim(" \t");
                if (item.Equals(token, StringComparison.OrdinalIgnoreCase)) return true;
            }

        return false;
    }
}
