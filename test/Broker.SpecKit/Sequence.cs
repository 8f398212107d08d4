using System.Buffers;

namespace Broker.SpecKit;

/// <summary>Makes a <see cref="ReadOnlySequence{T}"/> of several segments, as a pipe does.</summary>
public static class Sequence
{
    /// <summary>Each segment has an array of its own, so that a reader cannot read past its end.</summary>
    public static ReadOnlySequence<byte> Of(ReadOnlySpan<byte> bytes, int segmentLength = int.MaxValue)
    {
        if (bytes.Length <= segmentLength) return new ReadOnlySequence<byte>(bytes.ToArray());

        var first = new Segment(bytes[..segmentLength].ToArray());
        var last = first;
        for (var at = segmentLength; at < bytes.Length; at += segmentLength)
            last = last.Append(bytes[at..Math.Min(bytes.Length, at + segmentLength)].ToArray());

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes) => Memory = bytes;

        public Segment Append(byte[] bytes)
        {
            var next = new Segment(bytes) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
