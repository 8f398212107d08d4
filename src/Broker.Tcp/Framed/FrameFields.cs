using System.Buffers;
using Broker.Tcp.Reading;

namespace Broker.Tcp.Framed;

/// <summary>
/// Reads the fields of one frame, none of them beyond its end. After the first that cannot be read,
/// <see cref="Problem"/> says why, and the others read as 0.
/// </summary>
internal ref struct FrameFields(ReadOnlySequence<byte> frame, int length)
{
    private SequenceReader<byte> _reader = new(frame);

    /// <summary>NeedMore or Broken; null while all is well.</summary>
    public HubCommand? Problem { get; private set; }

    public readonly int Consumed => (int)_reader.Consumed;

    /// <summary>How much of the frame is behind the fields that were read.</summary>
    public readonly int Left => length - Consumed;

    public void ReadByte(out byte value)
    {
        value = 0;
        if (Problem is null && !_reader.TryRead(out value)) End();
    }

    public void ReadNumber(out ulong value)
    {
        value = 0;
        if (Problem is not null) return;

        var result = Varint.Read(ref _reader, out value);
        if (result is VarintResult.NeedMore) End();
        if (result is VarintResult.Malformed) Problem = HubCommand.Break("a number in a frame is malformed");
        if (result is not VarintResult.Complete) value = 0;
    }

    /// <param name="count">How many there should be.</param>
    /// <param name="written">Their bytes.</param>
    public bool TryReadNumbers(ulong count, out ReadOnlySequence<byte> written)
    {
        written = default;
        if (Problem is not null) return false;

        // Each takes a byte at least: what cannot fit is not counted one by one.
        if (count > (ulong)Left) Problem = HubCommand.Break("a frame ends within its fields");
        var start = _reader.Position;
        for (ulong i = 0; i < count && Problem is null; i++) ReadNumber(out _);
        if (Problem is not null) return false;

        written = frame.Slice(start, _reader.Position);
        return true;
    }

    /// <param name="written">Numbers that were read once.</param>
    /// <param name="count">How many they are.</param>
    public static ulong[] NumbersOf(in ReadOnlySequence<byte> written, int count)
    {
        var reader = new SequenceReader<byte>(written);
        var numbers = new ulong[count];
        foreach (ref var number in numbers.AsSpan()) Varint.Read(ref reader, out number);
        return numbers;
    }

    private void End() => Problem = frame.Length < length
        ? HubCommand.NeedMore
        : HubCommand.Break("a frame ends within its fields");
}
