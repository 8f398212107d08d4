using System.Diagnostics;

namespace Broker.FaultLab.Nodes;

/// <summary>The one clock of a run, which counts from its start and never goes back.</summary>
public sealed class LabClock
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public TimeSpan Now => Stopwatch.GetElapsedTime(_start);
}
