namespace Broker.FaultLab.Histories;

/// <summary>From when to when, on the lab's own clock, which counts from its start.</summary>
public readonly record struct Interval(TimeSpan Begin, TimeSpan End)
{
    public bool Overlaps(Interval other) => Begin <= other.End && other.Begin <= End;

    /// <summary>Longer at both ends.</summary>
    public Interval Widened(TimeSpan before, TimeSpan after) => new(Begin - before, End + after);

    public override string ToString() => $"{Begin.TotalSeconds:f3}-{End.TotalSeconds:f3} s";
}
