namespace Broker.Gateway.Admin;

/// <summary>What the nodes answered.</summary>
/// <param name="Own">The answer of the node that asked.</param>
/// <param name="ByNode">All answers, that one too, by address; none in one process.</param>
/// <param name="Silent">The addresses of those that did not answer in time.</param>
internal sealed record NodeAnswers<T>(
    T Own, IReadOnlyDictionary<string, T> ByNode, IReadOnlyList<string> Silent)
{
    /// <summary>At least that of the node that asked.</summary>
    public IEnumerable<T> All => ByNode.Count == 0 ? [Own] : ByNode.Values;
}
