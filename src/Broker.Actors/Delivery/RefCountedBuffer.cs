using System.Buffers;

namespace Broker.Actors.Delivery;

/// <summary>
/// A rented array and how many hold it: whoever rented it, and every outbox where a part of it waits. The
/// last to let go gives it back, so that contents of many KiB cost no garbage. A holder that is lost leaves
/// the array to the garbage collector; nobody may let go twice, for then others would read what a stranger
/// writes. Safe from any thread.
/// </summary>
public sealed class RefCountedBuffer
{
    private readonly ArrayPool<byte> _pool;
    private readonly int _length;
    private int _holders = 1;

    private RefCountedBuffer(ArrayPool<byte> pool, int length) =>
        (_pool, _length, Array) = (pool, length, pool.Rent(length));

    /// <summary>At least as long as asked for; what it holds at first is anything.</summary>
    public byte[] Array { get; }

    /// <summary>Exactly as long as asked for.</summary>
    public Memory<byte> Memory => Array.AsMemory(0, _length);

    /// <summary>An array that the caller holds.</summary>
    public static RefCountedBuffer Rent(int length) => Rent(length, ArrayPool<byte>.Shared);

    internal static RefCountedBuffer Rent(int length, ArrayPool<byte> pool) => new(pool, length);

    /// <summary>One more holds it. Only who holds it may say so, or who is called by one that does.</summary>
    /// <exception cref="InvalidOperationException">Nobody holds it any more.</exception>
    public void Retain()
    {
        if (Interlocked.Increment(ref _holders) <= 1) throw GivenBack();
    }

    /// <summary>One holder less.</summary>
    /// <exception cref="InvalidOperationException">Nobody holds it any more.</exception>
    public void Release()
    {
        var holders = Interlocked.Decrement(ref _holders);
        if (holders == 0) _pool.Return(Array);
        else if (holders < 0) throw GivenBack();
    }

    private static InvalidOperationException GivenBack() => new("The array was given back already.");
}
