using System.Buffers;
using System.IO.Pipelines;

namespace Broker.Sockets.Tests;

public class PipeSinkSpec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const int PipeBytesMax = 64 * 1024;

    private readonly Pipe _pipe = new(new PipeOptions(
        pauseWriterThreshold: PipeBytesMax, resumeWriterThreshold: PipeBytesMax / 2));

    private readonly PipeSink _sink;

    public PipeSinkSpec() => _sink = new PipeSink(_pipe.Writer, () => { });

    [Theory]
    [InlineData(1 << 20)]
    [InlineData(1000)]
    public async Task Puts_no_more_into_its_pipe_than_the_peer_takes_and_a_piece(int pieceBytes)
    {
        var all = new byte[1 << 20];
        new Random(1).NextBytes(all);
        var writing = _sink.WriteAsync([.. all.Chunk(pieceBytes)]);
        var read = new ArrayBufferWriter<byte>();
        while (read.WrittenCount < all.Length)
        {
            var buffer = (await _pipe.Reader.ReadAsync().AsTask().WaitAsync(Patience)).Buffer;
            Assert.InRange(buffer.Length, 1, 2 * PipeBytesMax);
            foreach (var segment in buffer) read.Write(segment.Span);
            _pipe.Reader.AdvanceTo(buffer.End);
        }

        await writing;
        Assert.Equal(all, read.WrittenMemory.ToArray());
    }

    [Fact]
    public async Task Says_that_the_connection_is_gone()
    {
        await _pipe.Reader.CompleteAsync();

        await Assert.ThrowsAsync<IOException>(async () => await _sink.WriteAsync([new byte[1]]));
    }
}
