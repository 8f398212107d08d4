namespace Broker.Gateway.Admin;

/// <summary>Something that each node says of itself when another asks.</summary>
internal interface INodeFact
{
    /// <summary>The same on all nodes and in all versions.</summary>
    string Name { get; }

    /// <param name="question">JSON; so is the answer.</param>
    Task<byte[]> AnswerAsync(ReadOnlyMemory<byte> question);
}
