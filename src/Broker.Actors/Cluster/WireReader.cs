using System.Buffers.Binary;
using System.Runtime.Serialization;
using System.Text;

namespace Broker.Actors.Cluster;

/// <summary>
/// Reads what <see cref="WireWriter"/> wrote. Contents are parts of the array that came, not copies. It
/// throws <see cref="SerializationException"/> for what no node writes.
/// </summary>
internal sealed class WireReader(byte[] bytes, Func<string, IActorRef> refOf)
{
    private int _at;

    public byte Byte() => Take(1).Span[0];

    public bool Flag() => Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw Bad($"{other} is no flag"),
    };

    public long Number()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return (long)(value >> 1) ^ -(long)(value & 1);
        }
        throw Bad("a number is too long");
    }

    public int Count()
    {
        var number = Number();
        // Each of them takes at least a byte.
        return number >= 0 && number <= bytes.Length - _at ? (int)number : throw Bad($"{number} is no count");
    }

    public int Int32() => Number() is >= int.MinValue and <= int.MaxValue and var number
        ? (int)number
        : throw Bad("a number is too large");

    public uint UInt32() => Number() is >= 0 and <= uint.MaxValue and var number
        ? (uint)number
        : throw Bad("a number is too large");

    public decimal Decimal()
    {
        Span<int> parts = [Int32(), Int32(), Int32(), Int32()];
        try
        {
            return new decimal(parts);
        }
        catch (ArgumentException)
        {
            throw Bad("there is no such decimal");
        }
    }

    /// <summary>A moment, and the offset in which it was said.</summary>
    public DateTimeOffset LocalTime()
    {
        var (moment, minutes) = (Time(Number()), Int32());
        try
        {
            return moment.ToOffset(TimeSpan.FromMinutes(minutes));
        }
        catch (ArgumentException)
        {
            throw Bad("there is no such offset");
        }
    }

    public long Id() => BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)).Span);

    public string Text() => Encoding.UTF8.GetString(Take(Count()).Span);

    public string? TextOrNone() => Flag() ? Text() : null;

    public ReadOnlyMemory<byte> Content() => Take(Count());

    public ChannelName Channel() => ChannelName.TryRestore(Text(), out var channel)
        ? channel
        : throw Bad("a channel has no valid name");

    public IActorRef Ref()
    {
        var path = Text();
        try
        {
            return refOf(path);
        }
        catch (Exception e) when (e is NotSupportedException or FormatException or ArgumentException)
        {
            throw Bad("a path names no actor");
        }
    }

    public T[] All<T>(Func<WireReader, T> read)
    {
        var all = new T[Count()];
        for (var i = 0; i < all.Length; i++) all[i] = read(this);
        return all;
    }

    public T Value<T>()
        where T : struct, Enum
    {
        var value = (T)Enum.ToObject(typeof(T), Byte());
        return Enum.IsDefined(value) ? value : throw Bad($"{value} is no {typeof(T).Name}");
    }

    /// <summary>A moment, by its ticks in UTC.</summary>
    public static DateTimeOffset Time(long ticks) => ticks >= 0 && ticks <= DateTimeOffset.MaxValue.UtcTicks
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : throw Bad("there is no such time");

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count > bytes.Length - _at) throw Bad("it is too short");

        var taken = bytes.AsMemory(_at, count);
        _at += count;
        return taken;
    }

    private static SerializationException Bad(string what) => new($"This is no message of a broker: {what}.");
}
