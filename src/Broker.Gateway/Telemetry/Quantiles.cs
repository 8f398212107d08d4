namespace Broker.Gateway.Telemetry;

/// <summary>
/// Quantiles of a histogram over the last half to one minute, for people who look now: what was slow an hour
/// ago is over. Somebody has to ask regularly; who asks for the first time gets all there is.
/// </summary>
internal sealed class Quantiles(MetricSeries series, TimeProvider time)
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private long[] _older = [];
    private long[] _newer = [];
    private long _turnedAt = time.GetTimestamp();

    /// <summary>
    /// Seconds within which these shares of the values lie, each 0 when there are none; of what is beyond
    /// the last bound, that bound.
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
            var counts = series.Histograms()[0].Counts;
            var recent = counts.Select((count, i) => count - _older.ElementAtOrDefault(i)).ToArray();
            if (time.GetElapsedTime(_turnedAt) < Turn) return recent;

            (_older, _newer, _turnedAt) = (_newer, counts, time.GetTimestamp());
            return recent;
        }
    }

    // Within a bucket values are taken as spread evenly, as Prometheus does.
    private double Of(long[] counts, double share)
    {
        var rank = share * counts.Sum();
        if (rank == 0) return 0;

        var below = 0L;
        for (var i = 0; i < series.Boundaries.Count; i++)
        {
            var lower = i == 0 ? 0 : series.Boundaries[i - 1];
            if (below + counts[i] >= rank)
                return lower + ((series.Boundaries[i] - lower) * (rank - below) / counts[i]);
            below += counts[i];
        }
        return series.Boundaries[^1];
    }
}
