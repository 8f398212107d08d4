namespace Broker.Gateway.Connections;

/// <summary>A sink that writes nothing before it is opened: the writer waits at the gate.</summary>
internal sealed class GatedSink(IByteSink sink) : IByteSink
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _open.TrySetResult();

    public int TrySend(ReadOnlySpan<byte> bytes) => 0;

    public async ValueTask WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        await _open.Task;
        await sink.WriteAsync(pieces);
    }

    public void EndWriting() => sink.EndWriting();

    public void Abort() => sink.Abort();
}
