namespace Broker.FaultLab.Histories;

/// <summary>How an operation ended.</summary>
/// <param name="Operation">What was asked, in words of the lab.</param>
/// <param name="Node">Which node was asked.</param>
/// <param name="Time">From the question to the answer, or to the end of the wait for it.</param>
/// <param name="Status">An HTTP status, also for what is not HTTP; 0 where there was no answer.</param>
/// <param name="Detail">What came with a bad status.</param>
public sealed record Answer(string Operation, int Node, Interval Time, int Status, string Detail = "")
{
    /// <summary>How operations end that a node can serve without its database.</summary>
    public const string InMemory = " in memory";

    /// <summary>Only then does the broker owe anything.</summary>
    public bool IsDone => Status is >= 200 and < 300;

    public bool NeedsStore => !Operation.EndsWith(InMemory, StringComparison.Ordinal);
}
