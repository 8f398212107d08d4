using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Broker.Gateway.Broadcast;

/// <summary>
/// Serves a connection by HTTP when the beginning of its request was examined already, which a pipe does not
/// let anyone do twice: HTTP gets another pipe, which the connection's own is copied into. Few need it: a
/// request came in pieces, and then stalled or was not plain after all.
/// </summary>
internal static class SecondReading
{
    public static async Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        var transport = connection.Transport;
        var again = new Pipe();
        // What was examined is read at once, not only when more comes.
        transport.Input.CancelPendingRead();
        var copying = CopyAsync(transport.Input, again.Writer);
        connection.Transport = new Transport(again.Reader, transport.Output);
        try
        {
            await next(connection);
        }
        finally
        {
            await again.Reader.CompleteAsync();
            transport.Input.CancelPendingRead();
            await copying;
            connection.Transport = transport;
        }
    }

    private static async Task CopyAsync(PipeReader from, PipeWriter to)
    {
        try
        {
            while (true)
            {
                var result = await from.ReadAsync();
                foreach (var segment in result.Buffer) to.Write(segment.Span);
                from.AdvanceTo(result.Buffer.End);
                var copied = await to.FlushAsync();
                if (result.IsCompleted || copied.IsCompleted) break;
            }
            await to.CompleteAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            await to.CompleteAsync(e);
        }
    }

    private sealed record Transport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
