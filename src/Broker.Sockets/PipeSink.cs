using System.Buffers;
using System.IO.Pipelines;

namespace Broker.Sockets;

/// <summary>
/// Writes through a pipe: under TLS, after an upgrade in HTTP, or as the body of a response. Nothing is sent
/// on the caller's thread.
/// </summary>
public sealed class PipeSink(PipeWriter output, Action abort) : IByteSink
{
    public int TrySend(ReadOnlySpan<byte> bytes) => 0;

    public async ValueTask WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        try
        {
            foreach (var piece in pieces) output.Write(piece.Span);
            var result = await output.FlushAsync();
            if (result.IsCompleted || result.IsCanceled) throw new IOException("The connection is gone.");
        }
        catch (Exception e) when (e is InvalidOperationException or OperationCanceledException)
        {
            throw new IOException("The connection is gone.", e);
        }
    }

    // The transport under the pipe would close both ways; the peer's close, or the time limit, ends it
    // instead.
    public void EndWriting()
    {
    }

    public void Abort() => abort();
}
