using System.Text;
using Broker.Actors.Cluster;
using Broker.Actors.Cluster.Questions;
using Broker.Cluster.Tests.Kit;
using static Broker.Actors.Cluster.Questions.QuestionProtocol;

namespace Broker.Cluster.Tests.Questions;

public class QuestionsSpec
{
    [Fact]
    public async Task A_node_asks_the_others_and_forgets_one_that_is_gone()
    {
        var nodes = await TestNode.StartWithoutStoreAsync(3);
        await using var first = nodes[0];
        await using var second = nodes[1];
        await using var third = nodes[2];
        Members[] others = [.. nodes.Select(Introduce)];
        await Eventually.AssertAsync(() => Assert.All(others, known => Assert.Equal(2, known.All.Count)));

        var answers = await Task.WhenAll(others[0].All.Select(other => AskAsync(other, "address")));
        Assert.Equal(
            new[] { second.Address, third.Address }.Order(),
            answers.Select(answer => Encoding.UTF8.GetString(answer.Content.Span)).Order());

        await third.LeaveAsync();
        await Eventually.AssertAsync(() => Assert.Single(others[0].All));
    }

    [Fact]
    public async Task A_question_that_fails_is_answered()
    {
        var nodes = await TestNode.StartWithoutStoreAsync(2);
        await using var first = nodes[0];
        await using var second = nodes[1];
        Members[] others = [.. nodes.Select(Introduce)];
        await Eventually.AssertAsync(() => Assert.All(others, known => Assert.Single(known.All)));

        Assert.False((await AskAsync(others[0].All[0], "fault")).IsKnown);
    }

    private static Members Introduce(TestNode node)
    {
        var others = new Members();
        var actor = node.System.ActorOf(
            QuestionsActor.PropsFor(others, question => AnswerAsync(node, question)), "questions");
        ClusterNode.Introduce(node.System, WireVersion.SharedFacts, actor);
        return others;
    }

    private static async Task<NodeAnswer> AnswerAsync(TestNode node, NodeQuestion question)
    {
        await Task.Yield();
        return question.Fact == "address"
            ? new NodeAnswer(IsKnown: true, Encoding.UTF8.GetBytes(node.Address))
            : throw new InvalidOperationException(question.Fact);
    }

    private static Task<NodeAnswer> AskAsync(IActorRef node, string fact) =>
        node.Ask<NodeAnswer>(new NodeQuestion(fact, default), TestNode.Patience);
}
