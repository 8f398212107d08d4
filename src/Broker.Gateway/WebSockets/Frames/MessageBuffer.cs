using System.Buffers;

namespace Broker.Gateway.WebSockets.Frames;

/// <summary>
/// A message that grows in one pooled array: geometrically with what is there, never by what is announced.
/// Nothing is rented while it is empty.
/// </summary>
internal struct MessageBuffer
{
    private const int CapacityMin = 1024;

    private byte[]? _array;

    public int Length { get; private set; }

    public readonly int Capacity => _array?.Length ?? 0;

    public readonly ReadOnlyMemory<byte> Written => _array.AsMemory(0, Length);

    /// <summary>
    /// Space for <paramref name="count"/> bytes more, to be confirmed by <see cref="Advance"/>. The array
    /// grows no further than <paramref name="lengthMax"/> asks for.
    /// </summary>
    public Span<byte> GetSpan(int count, int lengthMax)
    {
        var needed = Length + count;
        if (needed > Capacity)
        {
            var doubled = (int)Math.Min(Math.Max(2L * Capacity, CapacityMin), lengthMax);
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, doubled));
            _array.AsSpan(0, Length).CopyTo(larger);
            if (_array is not null) ArrayPool<byte>.Shared.Return(_array);
            _array = larger;
        }

        return _array.AsSpan(Length, count);
    }

    public void Advance(int count) => Length += count;

    /// <summary>
    /// Gives the array back to the pool; what <see cref="Written"/> answered is no longer valid.
    /// </summary>
    public void Release()
    {
        if (_array is not null) ArrayPool<byte>.Shared.Return(_array);
        this = default;
    }
}
