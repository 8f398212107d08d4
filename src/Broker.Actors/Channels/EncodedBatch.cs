using System.Buffers;

namespace Broker.Actors.Channels;

/// <summary>
/// Consecutive publications of one channel, encoded once and shared by every outbox that takes them.
/// Frame ends are kept because an outbox may drop whole frames, and never a part of one.
/// </summary>
public sealed class EncodedBatch
{
    private readonly int[]? _ends;

    private EncodedBatch(ReadOnlyMemory<byte> bytes, int[]? ends) => (Bytes, _ends) = (bytes, ends);

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>How many frames, at least one.</summary>
    public int Frames => _ends?.Length ?? 1;

    /// <summary>One frame that is already encoded.</summary>
    public static EncodedBatch Of(ReadOnlyMemory<byte> frame) => new(frame, ends: null);

    /// <summary>Encodes publications, in their order, into one buffer.</summary>
    /// <returns>Null when nothing was written: an encoding may leave publications out.</returns>
    public static EncodedBatch? Encode(IWireEncoding encoding, ReadOnlySpan<Publication> publications)
    {
        var output = new ArrayBufferWriter<byte>(SizeHint(publications));
        var ends = publications.Length == 1 ? null : new int[publications.Length];
        for (var i = 0; i < publications.Length; i++)
        {
            encoding.Encode(publications[i], output);
            ends?[i] = output.WrittenCount;
        }
        return output.WrittenCount == 0 ? null : new EncodedBatch(output.WrittenMemory, ends);
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

    // An envelope is small beside most contents; a wrong guess costs one copy, once per batch.
    private static int SizeHint(ReadOnlySpan<Publication> publications)
    {
        const int envelopeBytes = 160;
        var size = 0;
        foreach (var publication in publications) size += publication.Content.Length + envelopeBytes;
        return size;
    }
}
