using System.Text;
using Broker.Sockets;

namespace Broker.Tcp.Tests.Connections;

/// <summary>A socket that takes everything and tells a probe what it took.</summary>
internal sealed class ProbedSink(IActorRef probe) : IByteSink
{
    public const string EndOfWriting = "<end>";
    public const string Aborted = "<aborted>";

    public int TrySend(ReadOnlySpan<byte> bytes)
    {
        Tell(bytes);
        return bytes.Length;
    }

    public ValueTask WriteAsync(IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        foreach (var piece in pieces) Tell(piece.Span);
        return ValueTask.CompletedTask;
    }

    public void EndWriting() => probe.Tell(EndOfWriting);

    public void Abort() => probe.Tell(Aborted);

    private void Tell(ReadOnlySpan<byte> bytes) => probe.Tell(Encoding.Latin1.GetString(bytes));
}
