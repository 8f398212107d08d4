namespace Broker.Gateway.Telemetry;

/// <summary>Counts of one histogram with one set of labels. Not thread-safe: its series guards it.</summary>
/// <param name="boundaries">Upper bounds, inclusive and ascending; a last bucket takes the rest.</param>
internal sealed class HistogramCell(IReadOnlyList<double> boundaries)
{
    private readonly long[] _counts = new long[boundaries.Count + 1];

    public IReadOnlyList<double> Boundaries => boundaries;

    public double Sum { get; private set; }

    public void Record(double value)
    {
        var bucket = 0;
        while (bucket < boundaries.Count && value > boundaries[bucket]) bucket++;
        _counts[bucket]++;
        Sum += value;
    }

    /// <summary>How many values each bucket has, those of smaller ones not among them.</summary>
    public long[] Counts() => [.. _counts];
}
