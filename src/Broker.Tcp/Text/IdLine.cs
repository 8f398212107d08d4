using System.Buffers;

namespace Broker.Tcp.Text;

/// <summary>Ids with commas between them and blanks around them (contracts §3).</summary>
internal static class IdLine
{
    /// <returns>Null when a piece of it is no unsigned number of 64 bits.</returns>
    public static IReadOnlyList<ulong>? Parse(in ReadOnlySequence<byte> line)
    {
        var reader = new SequenceReader<byte>(line);
        var ids = new List<ulong>();
        do
        {
            if (!TryReadId(ref reader, out var id)) return null;
            ids.Add(id);
        }
        while (reader.TryRead(out _));
        return EndsInComma(line) ? null : ids;
    }

    // Stops at the comma or the end.
    private static bool TryReadId(ref SequenceReader<byte> reader, out ulong id)
    {
        id = 0;
        reader.AdvancePastAny((byte)' ', (byte)'\t');
        var digits = 0;
        while (reader.TryPeek(out var next) && next is >= (byte)'0' and <= (byte)'9')
        {
            var digit = (ulong)(next - '0');
            if (id > (ulong.MaxValue - digit) / 10) return false;
            id = (id * 10) + digit;
            reader.Advance(1);
            digits++;
        }
        reader.AdvancePastAny((byte)' ', (byte)'\t');
        return digits > 0 && (!reader.TryPeek(out var end) || end == ',');
    }

    private static bool EndsInComma(in ReadOnlySequence<byte> line) =>
        !line.IsEmpty && line.Slice(line.Length - 1).FirstSpan[0] == ',';
}
