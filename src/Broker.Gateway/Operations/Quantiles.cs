namespace Broker.Gateway.Operations;

/// <summary>
/// Quantiles over the last half to one minute, for people who look now. A caller has to ask regularly: an
/// answer after a long pause is about everything since the last. Safe from any thread.
/// </summary>
/// <param name="boundaries">Inclusive upper bounds of buckets, ascending. One more bucket is open.</param>
internal sealed class Quantiles(IReadOnlyList<double> boundaries, TimeProvider time)
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[boundaries.Count + 1];
    private long[] _older = new long[boundaries.Count + 1];
    private long[] _newer = new long[boundaries.Count + 1];
    private long _turnedAt = time.GetTimestamp();

    public void Record(double value)
    {
        var bucket = 0;
        while (bucket < boundaries.Count && value > boundaries[bucket]) bucket++;
        Interlocked.Increment(ref _counts[bucket]);
    }

    /// <summary>
    /// Upper bounds of these shares of the values, each 0 when there are none. Values beyond the last
    /// boundary count as that.
    /// </summary>
    public double[] Read(params ReadOnlySpan<double> shares)
    {
        var counts = Recent();
        var result = new double[shares.Length];
        for (var i = 0; i < result.Length; i++) result[i] = Of(counts, shares[i]);
        return result;
    }

    private long[] Recent()
    {
        lock (_gate)
        {
            long[] counts = [.. _counts];
            var recent = counts.Select((count, i) => count - _older[i]).ToArray();
            if (time.GetElapsedTime(_turnedAt) < Turn) return recent;

            (_older, _newer, _turnedAt) = (_newer, counts, time.GetTimestamp());
            return recent;
        }
    }

    // Values are taken as spread evenly within a bucket, as Prometheus does.
    private double Of(long[] counts, double share)
    {
        var rank = share * counts.Sum();
        if (rank == 0) return 0;

        var below = 0L;
        for (var i = 0; i < boundaries.Count; i++)
        {
            var lower = i == 0 ? 0 : boundaries[i - 1];
            if (below + counts[i] >= rank)
                return lower + ((boundaries[i] - lower) * (rank - below) / counts[i]);
            below += counts[i];
        }
        return boundaries[^1];
    }
}
