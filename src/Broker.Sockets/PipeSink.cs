using System.Buffers;
using System.IO.Pipelines;

namespace Broker.Sockets;

/// <summary>
/// Writes through a pipe: under TLS, after an upgrade in HTTP, or as the body of a response. Nothing is sent
/// on the caller's thread.
/// </summary>
public sealed class PipeSink(PipeWriter output, Action abort) : IByteSink
{
    // The pipe holds a copy of what a peer does not take: no more than this beyond its own threshold.
    private const int BytesPerFlush = 64 * 1024;

    public int TrySend(ReadOnlySpan<byte> bytes) => 0;

    public async ValueTask WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        try
        {
            var unflushed = 0;
            foreach (var piece in pieces)
                for (var rest = piece; !rest.IsEmpty;)
                {
                    var length = Math.Min(rest.Length, BytesPerFlush - unflushed);
                    output.Write(rest.Span[..length]);
                    rest = rest[length..];
                    unflushed += length;
                    if (unflushed < BytesPerFlush) continue;

                    await FlushAsync();
                    unflushed = 0;
                }
            if (unflushed > 0) await FlushAsync();
        }
        catch (Exception e) when (e is InvalidOperationException or OperationCanceledException)
        {
            throw new IOException("The connection is gone.", e);
        }
    }

    private async ValueTask FlushAsync()
    {
        var result = await output.FlushAsync();
        if (result.IsCompleted || result.IsCanceled) throw new IOException("The connection is gone.");
    }

    // The transport under the pipe would close both ways; the peer's close, or the time limit, ends it
    // instead.
    public void EndWriting()
    {
    }

    public void Abort() => abort();
}
