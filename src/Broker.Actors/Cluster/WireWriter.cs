using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Broker.Actors.Cluster;

/// <summary>
/// Writes the bytes of one message. Numbers are varints, zigzag where they may be negative; texts and
/// contents come after their length. It rents its memory: dispose it.
/// </summary>
internal sealed class WireWriter(Func<IActorRef, string> pathOf) : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(256);
    private int _length;

    public byte[] ToArray() => _bytes.AsSpan(0, _length).ToArray();

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    public void Byte(byte value) => Room(1)[0] = value;

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Number(long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        for (; rest >= 0x80; rest >>= 7) Byte((byte)(rest | 0x80));
        Byte((byte)rest);
    }

    /// <summary>A number that has all its bits set as often as not.</summary>
    public void Id(long value) => BinaryPrimitives.WriteInt64LittleEndian(Room(sizeof(long)), value);

    public void Text(string value)
    {
        Number(Encoding.UTF8.GetByteCount(value));
        var room = Room(Encoding.UTF8.GetMaxByteCount(value.Length), out var start);
        _length = start + Encoding.UTF8.GetBytes(value, room);
    }

    /// <summary>A text that may not be there.</summary>
    public void TextOrNone(string? value)
    {
        Flag(value is not null);
        if (value is not null) Text(value);
    }

    /// <summary>Its digits and their scale, so that 1.50 does not become 1.5.</summary>
    public void Decimal(decimal value)
    {
        foreach (var part in decimal.GetBits(value)) Number(part);
    }

    /// <summary>A moment, and the offset in which it was said.</summary>
    public void LocalTime(DateTimeOffset value)
    {
        Number(value.UtcTicks);
        Number(value.TotalOffsetMinutes);
    }

    public void Content(ReadOnlySpan<byte> value)
    {
        Number(value.Length);
        value.CopyTo(Room(value.Length));
    }

    public void Channel(ChannelName value) => Text(value.Value);

    public void Ref(IActorRef value) => Text(pathOf(value));

    public void All<T>(T[] values, Action<WireWriter, T> write)
    {
        Number(values.Length);
        foreach (var value in values) write(this, value);
    }

    private Span<byte> Room(int count) => Room(count, out _);

    private Span<byte> Room(int count, out int start)
    {
        start = _length;
        if (_bytes.Length - _length < count) Grow(_length + count);
        _length += count;
        return _bytes.AsSpan(start, count);
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 2 * _bytes.Length));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
