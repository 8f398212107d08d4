using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;

namespace Broker.Sockets;

/// <summary>
/// Writes past Kestrel's output pipe, straight to the socket: one system call per delivery and no copy. Only
/// for plain TCP, and only once nothing more goes through that pipe.
/// </summary>
public sealed class SocketSink : IByteSink
{
    // Linux takes at most 1024 buffers in one call (IOV_MAX); shorter lists also keep the arrays small.
    private const int PiecesPerWrite = 64;

    private readonly ConnectionContext _connection;
    private readonly Socket _socket;

    public SocketSink(ConnectionContext connection, Socket socket)
    {
        (_connection, _socket) = (connection, socket);
        // Otherwise a synchronous send waits until the peer reads.
        _socket.Blocking = false;
    }

    public int TrySend(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var sent = _socket.Send(bytes, SocketFlags.None, out var error);
            return error switch
            {
                SocketError.Success => sent,
                SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable => 0,
                _ => bytes.Length,
            };
        }
        catch (ObjectDisposedException)
        {
            // The transport closed the socket while a channel was sending; the reader has seen it or will.
            return bytes.Length;
        }
    }

    public async ValueTask WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        try
        {
            if (pieces.Count == 1) await SendAllAsync(pieces[0]);
            else await SendAllAsync(pieces);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            throw new IOException("The connection is gone.", e);
        }
    }

    public void EndWriting()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended both ways already.
        }
    }

    public void Abort() => _connection.Abort();

    private async ValueTask SendAllAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0) bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None)..];
    }

    private async ValueTask SendAllAsync(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        var segments = new List<ArraySegment<byte>>(Math.Min(pieces.Count, PiecesPerWrite));
        for (var i = 0; i < pieces.Count; i++)
        {
            segments.Add(SegmentOf(pieces[i]));
            if (segments.Count < PiecesPerWrite && i < pieces.Count - 1) continue;

            // On a stream socket this completes only when all of it is sent.
            await _socket.SendAsync(segments, SocketFlags.None);
            segments.Clear();
        }
    }

    private static ArraySegment<byte> SegmentOf(ReadOnlyMemory<byte> piece) =>
        MemoryMarshal.TryGetArray(piece, out var segment) ? segment : piece.ToArray();
}
