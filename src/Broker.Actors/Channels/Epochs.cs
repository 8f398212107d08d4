namespace Broker.Actors.Channels;

/// <summary>
/// In which epoch each offset of a channel was given. A channel that is not stored has one epoch; one that is
/// stored begins another where the store began another generation.
/// </summary>
internal sealed class Epochs
{
    private readonly List<(long From, string Epoch)> _ranges = [];

    /// <summary>That of the last offset.</summary>
    public string Last => _ranges[^1].Epoch;

    /// <summary>Offsets from here on belong to an epoch.</summary>
    public void Begin(long offset, string epoch)
    {
        if (_ranges.Count == 0 || Last != epoch) _ranges.Add((offset, epoch));
    }

    /// <summary>The epoch of an offset; null where no one knows it any more.</summary>
    public string? At(long offset)
    {
        for (var i = _ranges.Count - 1; i >= 0; i--)
            if (_ranges[i].From <= offset) return _ranges[i].Epoch;
        return null;
    }

    /// <summary>Offsets before this one prove nothing any more.</summary>
    public void ForgetBefore(long offset)
    {
        var kept = 0;
        while (kept < _ranges.Count - 1 && _ranges[kept + 1].From <= offset) kept++;
        if (_ranges.Count == 0 || (kept == 0 && _ranges[0].From >= offset)) return;

        _ranges.RemoveRange(0, kept);
        _ranges[0] = (Math.Max(offset, _ranges[0].From), _ranges[0].Epoch);
    }

    /// <summary>What comes next does not follow what was before.</summary>
    public void Clear() => _ranges.Clear();
}
