using System.Buffers;
using Broker.Actors.Delivery;
using Broker.Tcp.Framed;

namespace Broker.Tcp.Relays;

/// <summary>
/// A body that is collected over several reads, with room ahead of it for the header of a delivery. It grows
/// where its length is not known from the start.
/// </summary>
internal sealed class BodyBuffer(int capacity)
{
    /// <summary>Room ahead of the body.</summary>
    public const int Headroom = DeliveryFrame.HeaderLengthMax;

    private RefCountedBuffer _memory = RefCountedBuffer.Rent(Headroom + capacity);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Body => _memory.Array.AsMemory(Headroom, Length);

    public void Append(in ReadOnlySequence<byte> bytes)
    {
        var length = (int)bytes.Length;
        if (Headroom + Length + length > _memory.Array.Length) Grow(Length + length);
        bytes.CopyTo(_memory.Array.AsSpan(Headroom + Length));
        Length += length;
    }

    /// <summary>The memory, headroom and all, which the caller holds from now on.</summary>
    public RefCountedBuffer Detach() => _memory;

    /// <summary>Nobody wants the body.</summary>
    public void Release() => _memory.Release();

    // Twice as much each time, so that a body is copied less than once more on the average.
    private void Grow(int lengthMin)
    {
        var larger = RefCountedBuffer.Rent(Math.Max(Headroom + lengthMin, 2 * _memory.Array.Length));
        Body.Span.CopyTo(larger.Array.AsSpan(Headroom));
        _memory.Release();
        _memory = larger;
    }
}
