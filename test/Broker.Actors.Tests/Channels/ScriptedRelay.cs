using System.Text;
using Broker.Actors.Delivery;

namespace Broker.Actors.Tests.Channels;

/// <summary>
/// Relayed lines in memory of a pool that spoils what it gets back. An encoding that fails or leaves out does
/// so here too.
/// </summary>
internal sealed class ScriptedRelay(PoisoningPool pool, params string[] lines) : RelayedContents
{
    private readonly Dictionary<IWireEncoding, (RefCountedBuffer Memory, EncodedBatch Batch)> _encoded = [];
    private string[] _lines = lines;
    private int _ends;

    /// <summary>How often it was settled or refused.</summary>
    public int Ends => Volatile.Read(ref _ends);

    public override int Count => _lines.Length;

    public override int Bytes => _lines.Sum(line => line.Length);

    public override EncodedBatch Frames
    {
        get
        {
            var ends = _lines.Select((_, i) => _lines[..(i + 1)].Sum(line => line.Length)).ToArray();
            var memory = RefCountedBuffer.Rent(ends[^1]);
            Encoding.ASCII.GetBytes(string.Concat(_lines)).CopyTo(memory.Memory);
            return EncodedBatch.Of(memory.Memory, ends, memory);
        }
    }

    /// <summary>Lines that another node has sent.</summary>
    public static ScriptedRelay Read(PoisoningPool pool, ReadOnlyMemory<byte> frames, int[] ends)
    {
        var text = Encoding.ASCII.GetString(frames.Span);
        int[] all = ends.Length == 0 ? [text.Length] : ends;
        return new ScriptedRelay(
            pool, [.. all.Select((end, i) => text[(i == 0 ? 0 : all[i - 1])..end])]);
    }

    public override void Keep(int count)
    {
        Assert.InRange(count, 1, Count - 1);
        Assert.Empty(_encoded);
        _lines = _lines[..count];
    }

    public override EncodedBatch EncodedFor(IWireEncoding encoding)
    {
        Assert.Equal(0, Ends);
        var wire = (LineEncoding)encoding;
        if (_lines.FirstOrDefault(wire.FailsAt) is { } bad) throw new InvalidDataException(bad);

        string[] shown = [.. _lines.Where(line => !wire.LeavesOut(line)).Select(line => wire.Prefix + line)];
        if (shown.Length == 0) return EncodedBatch.Of(default);
        lock (_encoded)
        {
            if (!_encoded.TryGetValue(encoding, out var known))
                _encoded.Add(encoding, known = (pool.Holding(shown, out var batch), batch));
            return known.Batch;
        }
    }

    protected override void OnSettled()
    {
        Assert.Equal(1, Interlocked.Increment(ref _ends));
        foreach (var (memory, _) in _encoded.Values) memory.Release();
    }
}
