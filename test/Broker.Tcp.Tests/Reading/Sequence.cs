using System.Buffers;

namespace Broker.Tcp.Tests.Reading;

/// <summary>Bytes as a pipe gives them: in segments.</summary>
internal sealed class Sequence : ReadOnlySequenceSegment<byte>
{
    private Sequence(ReadOnlyMemory<byte> memory, long index) => (Memory, RunningIndex) = (memory, index);

    public static ReadOnlySequence<byte> Of(ReadOnlyMemory<byte> bytes, int segmentLength = int.MaxValue)
    {
        if (bytes.Length <= segmentLength) return new ReadOnlySequence<byte>(bytes);

        var first = new Sequence(bytes[..segmentLength], 0);
        var last = first;
        for (var at = segmentLength; at < bytes.Length; at += segmentLength)
        {
            var next = new Sequence(bytes.Slice(at, Math.Min(segmentLength, bytes.Length - at)), at);
            last.Next = next;
            last = next;
        }
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
