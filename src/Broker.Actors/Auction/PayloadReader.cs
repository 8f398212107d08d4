using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Broker.Actors.Auction;

/// <summary>
/// Reads what <see cref="PayloadWriter"/> wrote. It never throws: what is not there reads as zero, and then
/// <see cref="IsWhole"/> is false.
/// </summary>
internal ref struct PayloadReader(ReadOnlySpan<byte> payload)
{
    // The first offer of many bids is read right after a start, before the runtime would see what is hot.
    private const MethodImplOptions Optimized = MethodImplOptions.AggressiveOptimization;
    private const int ScaleMax = 28;
    private const int DigitBitsMax = 96;
    private const int LowBits = 63;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private static readonly TimeSpan OffsetLongest = TimeSpan.FromHours(14);

    private ReadOnlySpan<byte> _rest = payload;

    /// <summary>True from the first field on that was not there or made no sense.</summary>
    public bool IsBad { get; private set; }

    /// <summary>True when every field was there and nothing is left.</summary>
    public readonly bool IsWhole => !IsBad && _rest.IsEmpty;

    [MethodImpl(Optimized)]
    public byte Byte()
    {
        if (_rest.IsEmpty)
        {
            IsBad = true;
            return 0;
        }

        var one = _rest[0];
        _rest = _rest[1..];
        return one;
    }

    [MethodImpl(Optimized)]
    public ulong Number()
    {
        var digits = Digits();
        return digits <= ulong.MaxValue ? (ulong)digits : Bad<ulong>();
    }

    public TimeSpan Span()
    {
        var ticks = Number();
        return ticks <= long.MaxValue ? TimeSpan.FromTicks((long)ticks) : Bad<TimeSpan>();
    }

    [MethodImpl(Optimized)]
    public string Text()
    {
        var length = Number();
        if (length > (ulong)_rest.Length)
        {
            IsBad = true;
            return "";
        }

        try
        {
            return Strict.GetString(Take((int)length));
        }
        catch (DecoderFallbackException)
        {
            IsBad = true;
            return "";
        }
    }

    [MethodImpl(Optimized)]
    public decimal Price()
    {
        var (sign, digits) = (Byte(), Digits());
        var scale = sign & 0x7F;
        if (scale > ScaleMax || digits >> DigitBitsMax != 0) return Bad<decimal>();

        var low = (ulong)digits;
        return new decimal(
            (int)low, (int)(low >> 32), (int)(uint)(digits >> 64), isNegative: sign > 0x7F, (byte)scale);
    }

    [MethodImpl(Optimized)]
    public DateTimeOffset Time()
    {
        var bytes = Take(sizeof(long) + sizeof(short));
        if (bytes.IsEmpty) return default;

        var ticks = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var offset = TimeSpan.FromMinutes(BinaryPrimitives.ReadInt16LittleEndian(bytes[sizeof(long)..]));
        var local = unchecked(ticks + offset.Ticks);
        return IsTime(ticks) && IsTime(local) && offset.Duration() <= OffsetLongest
            ? new DateTimeOffset(local, offset)
            : Bad<DateTimeOffset>();
    }

    [MethodImpl(Optimized)]
    private UInt128 Digits()
    {
        // Nearly all are small, and 128 bits are slow.
        var low = 0ul;
        for (var shift = 0; shift < LowBits; shift += 7)
        {
            var one = Byte();
            low |= (one & 0x7Ful) << shift;
            if (one <= 0x7F) return low;
        }

        UInt128 value = low;
        for (var shift = LowBits; shift <= DigitBitsMax; shift += 7)
        {
            var one = Byte();
            value |= (UInt128)(one & 0x7Fu) << shift;
            if (one <= 0x7F) return value;
        }
        return Bad<UInt128>();
    }

    [MethodImpl(Optimized)]
    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            _rest = default;
            IsBad = true;
            return default;
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private T Bad<T>() where T : struct
    {
        IsBad = true;
        return default;
    }

    private static bool IsTime(long ticks) => ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;
}
