using System.Diagnostics;

namespace Broker.History;

/// <summary>From a request to its answer, in ticks of one monotonic clock of one machine.</summary>
public readonly record struct Span(long Began, long Ended)
{
    /// <summary>
    /// For what was asked for at that time and never answered: it may happen at any time later.
    /// </summary>
    public static Span From(long began) => new(began, long.MaxValue);

    public static Span Until(long began) => new(began, Stopwatch.GetTimestamp());
}
