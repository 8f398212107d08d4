using System.Globalization;

namespace Broker.Kernel.Soak;

/// <summary>
/// Memory in MiB while nothing runs, sampled in equal steps. Flat means that the mean of the last third is
/// not above that of the first by more than a bound: over ten million actors, 0.3 bytes each on the heap.
/// Resident memory may grow more, since it follows the collector's mood.
/// </summary>
internal sealed class MemoryTrend
{
    private const double HeapGrowthMax = 2;
    private const double ResidentGrowthMax = 64;
    private const double MiB = 1024 * 1024;

    private readonly List<(double Heap, double Resident)> _samples = [];

    public double HeapGrowth => Growth(sample => sample.Heap);

    public double ResidentGrowth => Growth(sample => sample.Resident);

    public bool IsFlat => HeapGrowth <= HeapGrowthMax && ResidentGrowth <= ResidentGrowthMax;

    /// <summary>Collects all garbage and takes a sample; answers it as text.</summary>
    public string Sample()
    {
        var heap = GC.GetTotalMemory(forceFullCollection: true) / MiB;
        var resident = Environment.WorkingSet / MiB;
        _samples.Add((heap, resident));
        return string.Create(CultureInfo.InvariantCulture, $"heap {heap:F2} MiB, resident {resident:F0} MiB");
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"heap {HeapGrowth:+0.00;-0.00} MiB (at most {HeapGrowthMax:F0}), " +
        $"resident {ResidentGrowth:+0;-0;0} MiB (at most {ResidentGrowthMax:F0})");

    private double Growth(Func<(double Heap, double Resident), double> memory)
    {
        var third = Math.Max(1, _samples.Count / 3);
        return _samples.TakeLast(third).Average(memory) - _samples.Take(third).Average(memory);
    }
}
