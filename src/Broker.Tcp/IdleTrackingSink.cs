using Broker.Sockets;

namespace Broker.Tcp;

/// <summary>Passes everything on, and tells a <see cref="IdleTimer"/> that something went out.</summary>
internal sealed class IdleTrackingSink(IByteSink sink, IdleTimer silence) : IByteSink
{
    public int TrySend(ReadOnlySpan<byte> bytes)
    {
        silence.Broken();
        return sink.TrySend(bytes);
    }

    public ValueTask WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        silence.Broken();
        return sink.WriteAsync(pieces);
    }

    public void EndWriting() => sink.EndWriting();

    public void Abort() => sink.Abort();
}
