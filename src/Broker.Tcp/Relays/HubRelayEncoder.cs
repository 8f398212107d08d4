using System.Buffers;
using Broker.Actors.Delivery;
using Broker.Actors.Hub;
using Broker.Tcp.Framed;

namespace Broker.Tcp.Relays;

/// <summary>Between nodes relays travel as the delivery frames that they are for their receivers.</summary>
public sealed class HubRelayEncoder : IRelayEncoder
{
    public ReadOnlyMemory<byte> Write(RelayedContents contents) => ((HubContents)contents).Frames;

    public RelayedContents? Read(ReadOnlySpan<byte> bytes)
    {
        var memory = RefCountedBuffer.Rent(bytes.Length);
        bytes.CopyTo(memory.Array);
        if (EndsOf(new ReadOnlySequence<byte>(memory.Memory)) is { Count: > 0 } ends)
            return new HubContents(
                memory, 0, bytes.Length, ends.Count > 1 ? [.. ends] : null, window: null);

        memory.Release();
        return null;
    }

    // Null where the bytes are not whole frames of deliveries.
    private static List<int>? EndsOf(in ReadOnlySequence<byte> frames)
    {
        var ends = new List<int>();
        var reader = new SequenceReader<byte>(frames);
        while (!reader.End)
        {
            if (Varint.Read(ref reader, out var length) != VarintResult.Complete) return null;
            if (length > (ulong)reader.Remaining || length == 0) return null;

            var rest = new SequenceReader<byte>(frames.Slice(reader.Position, (long)length));
            if (!rest.TryRead(out var type) || type != (byte)FrameType.Delivery) return null;
            if (Varint.Read(ref rest, out _) != VarintResult.Complete) return null;

            reader.Advance((long)length);
            ends.Add((int)reader.Consumed);
        }
        return ends;
    }
}
