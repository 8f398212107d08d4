using System.Buffers;
using System.Text;
using Broker.Actors.Delivery;

namespace Broker.Actors.Tests;

/// <summary>
/// A pool that spoils what it gets back, so that a read that comes too late shows, and that takes nothing
/// back twice.
/// </summary>
internal sealed class PoisoningPool : ArrayPool<byte>
{
    private readonly HashSet<byte[]> _rented = [];

    /// <summary>How many arrays were not given back.</summary>
    public int Rented
    {
        get { lock (_rented) return _rented.Count; }
    }

    public override byte[] Rent(int minimumLength)
    {
        // Longer than asked for, as real pools are.
        var array = new byte[minimumLength + 3];
        lock (_rented) _rented.Add(array);
        return array;
    }

    public override void Return(byte[] array, bool clearArray = false)
    {
        lock (_rented) Assert.True(_rented.Remove(array), "given back twice");
        array.AsSpan().Fill((byte)'#');
    }

    /// <summary>Lines as one batch in shared memory, which the caller holds.</summary>
    public RefCountedBuffer Holding(string[] lines, out EncodedBatch batch)
    {
        var frames = lines.Select(line => Encoding.UTF8.GetBytes(line + "\n")).ToArray();
        var memory = RefCountedBuffer.Rent(frames.Sum(frame => frame.Length), this);
        var ends = new int[frames.Length];
        var end = 0;
        for (var i = 0; i < frames.Length; i++)
        {
            frames[i].CopyTo(memory.Array, end);
            ends[i] = end += frames[i].Length;
        }
        batch = EncodedBatch.Of(memory.Memory, ends, memory);
        return memory;
    }
}
