using System.Buffers;
using System.Runtime.InteropServices;

namespace Broker.Actors.Delivery;

/// <summary>
/// Consecutive publications of one channel, encoded once and shared by every outbox that takes them.
/// Frame ends are kept because an outbox may drop whole frames, and never a part of one.
/// </summary>
public sealed class EncodedBatch
{
    private readonly int[]? _ends;

    private EncodedBatch(ReadOnlyMemory<byte> bytes, int[]? ends, RefCountedBuffer? memory = null) =>
        (Bytes, _ends, Memory) = (bytes, ends, memory);

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>How many frames, at least one.</summary>
    public int Frames => _ends?.Length ?? 1;

    /// <summary>Where each of several frames ends; empty for one. Not to be changed.</summary>
    internal int[] EndsOfSeveral => _ends ?? [];

    /// <summary>
    /// What must be held while <see cref="Bytes"/> are read later; null where the garbage collector sees to
    /// it.
    /// </summary>
    internal RefCountedBuffer? Memory { get; }

    /// <summary>
    /// Frames that are already encoded, in memory that the caller holds. An outbox that keeps some of them
    /// holds it too.
    /// </summary>
    /// <param name="bytes">A part of the memory.</param>
    /// <param name="ends">Where each frame ends, strictly ascending; null for one frame.</param>
    /// <param name="memory">Whose array the bytes lie in.</param>
    public static EncodedBatch Of(ReadOnlyMemory<byte> bytes, int[]? ends, RefCountedBuffer memory) =>
        new(bytes, ends is { Length: > 1 } ? ends : null, memory);

    /// <summary>One frame that is already encoded.</summary>
    public static EncodedBatch Of(ReadOnlyMemory<byte> frame) => new(frame, ends: null);

    /// <summary>Encodes publications, in their order, into one buffer.</summary>
    /// <returns>Null when nothing was written: an encoding may leave publications out.</returns>
    public static EncodedBatch? Encode(IWireEncoding encoding, ReadOnlySpan<Publication> publications)
    {
        var output = new ArrayBufferWriter<byte>(SizeHint(publications));
        var ends = publications.Length == 1 ? [] : new int[publications.Length];
        var frames = 0;
        foreach (var publication in publications)
        {
            var start = output.WrittenCount;
            encoding.Encode(publication, output);
            // What was left out is no frame: an end that is also its start would never let a dropper go on.
            if (ends.Length > 0 && output.WrittenCount > start) ends[frames++] = output.WrittenCount;
        }
        if (output.WrittenCount == 0) return null;

        Array.Resize(ref ends, frames);
        return new EncodedBatch(output.WrittenMemory, frames > 1 ? ends : null);
    }

    /// <summary>
    /// Copies relayed contents that wait together into one batch, so that one send does for
    /// all. The caller lets go of its memory once it is offered.
    /// </summary>
    /// <returns>Null when there is nothing to send.</returns>
    public static EncodedBatch? Gather(IWireEncoding encoding, ReadOnlySpan<RelayedContents> relays)
    {
        var (bytes, frames) = (0, 0);
        foreach (var relay in relays)
        {
            var batch = relay.EncodedFor(encoding);
            if (batch.Bytes.IsEmpty) continue;
            bytes += batch.Bytes.Length;
            frames += batch.Frames;
        }
        if (bytes == 0) return null;

        var memory = RefCountedBuffer.Rent(bytes);
        var ends = new int[frames];
        (bytes, frames) = (0, 0);
        foreach (var relay in relays)
        {
            var batch = relay.EncodedFor(encoding);
            if (batch.Bytes.IsEmpty) continue;
            batch.Bytes.CopyTo(memory.Array.AsMemory(bytes));
            for (var i = 0; i < batch.Frames; i++) ends[frames++] = bytes + batch.EndOfFrame(i);
            bytes += batch.Bytes.Length;
        }
        return Of(memory.Memory, ends, memory);
    }

    /// <summary>Where the frame ends that holds the byte at <paramref name="position"/>.</summary>
    public int EndOfFrameAt(int position)
    {
        if (_ends is null) return Bytes.Length;

        var index = Array.BinarySearch(_ends, position);
        // An exact hit is the end of the frame before: the byte at that position belongs to the next one.
        return index >= 0 ? _ends[Math.Min(index + 1, _ends.Length - 1)] : _ends[~index];
    }

    /// <summary>Where the last frame begins.</summary>
    public int StartOfLastFrame => _ends is null ? 0 : _ends[^2];

    /// <summary>A part that is to be sent or dropped as a whole.</summary>
    internal EncodedBatch Part(Range range) => new(Bytes[range], ends: null, Memory);

    /// <summary>
    /// A part as <see cref="Part"/> has it, in an array of its own where it would else keep an array that is
    /// more than twice as large.
    /// </summary>
    internal EncodedBatch CompactPart(Range range)
    {
        var part = Bytes[range];
        return MemoryMarshal.TryGetArray(part, out var segment) && segment.Array!.Length / 2 > part.Length
            ? Of(part.ToArray())
            : new EncodedBatch(part, ends: null, Memory);
    }

    private int EndOfFrame(int index) => _ends is null ? Bytes.Length : _ends[index];

    // An envelope is small beside most contents; a wrong guess costs one copy, once per batch.
    private static int SizeHint(ReadOnlySpan<Publication> publications)
    {
        const int envelopeBytes = 160;
        var size = 0;
        foreach (var publication in publications) size += publication.Content.Length + envelopeBytes;
        return size;
    }
}
