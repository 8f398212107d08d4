using Broker.Actors.Cluster;
using Broker.Cluster;
using static Broker.Actors.Cluster.Questions.QuestionProtocol;

namespace Broker.Gateway.Admin;

/// <summary>Asks each node about itself, and answers for this one. One process is alone.</summary>
internal sealed class AllNodes(IEnumerable<INodeFact> facts, Members others, ClusterNode? cluster = null)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, INodeFact> _facts = facts.ToDictionary(fact => fact.Name);

    /// <summary>The answer of this node to another.</summary>
    public async Task<NodeAnswer> AnswerAsync(NodeQuestion question) =>
        _facts.TryGetValue(question.Fact, out var fact)
            ? new NodeAnswer(IsKnown: true, await fact.AnswerAsync(question.Content))
            : NodeAnswer.Unknown;

    /// <summary>Asks all nodes at once. What a node says later than the time limit is lost.</summary>
    public async Task<NodeAnswers<TAnswer>> AskAsync<TQuestion, TAnswer>(
        NodeFact<TQuestion, TAnswer> fact, TQuestion question)
    {
        var asked = others.All;
        var message = new NodeQuestion(fact.Name, asked.Count == 0 ? default : fact.Write(question));
        var answering = asked.Select(other => AskAsync(other, message)).ToList();
        var own = await fact.AnswerAsync(question);
        var answers = asked
            .Zip(await Task.WhenAll(answering), (other, answer) => (Node: AddressOf(other), Answer: answer))
            .ToList();

        var known = answers.Where(one => one.Answer.IsKnown)
            .ToDictionary(one => one.Node, one => fact.Read(one.Answer.Content));
        if (cluster?.Address is { } self) known[self] = own;
        return new NodeAnswers<TAnswer>(
            own,
            new SortedDictionary<string, TAnswer>(known, StringComparer.Ordinal),
            [.. answers.Where(one => !one.Answer.IsKnown).Select(one => one.Node).Order()]);
    }

    private static async Task<NodeAnswer> AskAsync(IActorRef other, NodeQuestion question)
    {
        try
        {
            return await other.Ask<NodeAnswer>(question, Timeout);
        }
        catch (AskTimeoutException)
        {
            return NodeAnswer.Unknown;
        }
    }

    public static string AddressOf(IActorRef node) => $"{node.Path.Address.Host}:{node.Path.Address.Port}";
}
