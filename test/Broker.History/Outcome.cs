namespace Broker.History;

/// <summary>What a client knows of what it asked for.</summary>
public enum Outcome
{
    /// <summary>The answer said that it was done.</summary>
    Done,

    /// <summary>The answer said that it was not done, and never will be.</summary>
    Refused,

    /// <summary>There was no answer, or one that does not say: it was done once, or not at all.</summary>
    Unknown,
}
