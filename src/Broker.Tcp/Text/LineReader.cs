using System.Buffers;

namespace Broker.Tcp.Text;

/// <summary>
/// Takes lines that end in LF or CR LF. A line that is too long is told as soon as it is, and what follows of
/// it is dropped; its last bytes still tell whether an HTTP request began with it.
/// </summary>
internal sealed class LineReader(int lineBytesMax)
{
    private bool _isInside;
    private byte[] _tail = [];

    /// <param name="buffer">Loses the line and its end; an unfinished line stays.</param>
    /// <param name="isCompleted">Nothing more comes: what is left is a line too.</param>
    /// <param name="line">Without its end.</param>
    public LineResult Read(
        ref ReadOnlySequence<byte> buffer, bool isCompleted, out ReadOnlySequence<byte> line)
    {
        line = default;
        var wasInside = _isInside;
        if (!TryLeave(ref buffer)) return LineResult.NeedMore;
        if (wasInside && ForeignPreface.EndsRequestLine(_tail)) return LineResult.Foreign;
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
        }
        else if (buffer.Length > lineBytesMax)
        {
            _tail = [];
            Drop(ref buffer, buffer.End);
            _isInside = true;
            return LineResult.TooLong;
        }
        else if (isCompleted && !buffer.IsEmpty)
        {
            line = buffer;
            buffer = buffer.Slice(buffer.End);
        }
        else
        {
            return LineResult.NeedMore;
        }
        if (ForeignPreface.EndsRequestLine(TailOf(line))) return LineResult.Foreign;
        if (line.Length > lineBytesMax) return LineResult.TooLong;

        line = WithoutCarriageReturn(line);
        return LineResult.Complete;
    }

    /// <summary>Drops what is left of a line that was too long.</summary>
    /// <returns>True at the beginning of the next one.</returns>
    public bool TryLeave(ref ReadOnlySequence<byte> buffer)
    {
        if (!_isInside) return true;

        var end = buffer.PositionOf((byte)'\n');
        Drop(ref buffer, end ?? buffer.End);
        if (end is null) return false;

        buffer = buffer.Slice(1);
        _isInside = false;
        return true;
    }

    /// <summary>Somebody else has found the end of that line.</summary>
    public void Leave() => _isInside = false;

    private void Drop(ref ReadOnlySequence<byte> buffer, SequencePosition end)
    {
        byte[] known = [.. _tail, .. TailOf(buffer.Slice(0, end))];
        _tail = known[^Math.Min(known.Length, ForeignPreface.TailLength)..];
        buffer = buffer.Slice(end);
    }

    private static byte[] TailOf(in ReadOnlySequence<byte> bytes) =>
        bytes.Slice(Math.Max(0, bytes.Length - ForeignPreface.TailLength)).ToArray();

    private static ReadOnlySequence<byte> WithoutCarriageReturn(in ReadOnlySequence<byte> line)
    {
        if (line.IsEmpty) return line;

        var last = line.Slice(line.Length - 1);
        return last.FirstSpan[0] == '\r' ? line.Slice(0, last.Start) : line;
    }
}
