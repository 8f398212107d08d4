namespace Broker.Actors.Limits;

/// <summary>
/// How much one key may take: at once, and again in each window. The rule travels with what is taken, so a
/// bucket needs to know no rules.
/// </summary>
/// <param name="Name">What is counted. Keys of different names do not meet.</param>
public sealed record RateRule(string Name, int Max, TimeSpan Window)
{
    private const int Shares = 16;

    /// <summary>
    /// What a node takes ahead of use, so that it seldom waits; 0 where the rule is so low that each one is
    /// asked for.
    /// </summary>
    internal int Share => Max / Shares;

    /// <summary>How long it takes until so many are there again.</summary>
    internal TimeSpan TimeOf(int count) =>
        TimeSpan.FromTicks(Math.Max(1, (long)(count * (double)Window.Ticks / Max)));

    /// <summary>How many come back in a time.</summary>
    internal int CountIn(TimeSpan time) => time <= TimeSpan.Zero
        ? 0
        : (int)Math.Min(Max, (long)((double)time.Ticks * Max / Window.Ticks));
}
