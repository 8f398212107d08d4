using System.Text;
using Broker.Actors.Cluster;
using Broker.Gateway.Admin;
using Broker.Gateway.Http;
using static Broker.Actors.Cluster.Questions.QuestionProtocol;

namespace Broker.Gateway.Tests.Admin;

public class AllNodesSpec : TestKit
{
    private readonly Members _others = new();
    private readonly Name _name = new("own");
    private readonly AllNodes _nodes;

    public AllNodesSpec() => _nodes = new AllNodes([_name], _others);

    [Fact]
    public async Task In_one_process_no_other_is_asked()
    {
        var answers = await _nodes.AskAsync(_name, Nothing.Instance);

        Assert.Equal("own", Assert.Single(answers.All).Message);
        Assert.Empty(answers.ByNode);
    }

    [Fact]
    public async Task A_node_that_does_not_know_the_question_is_named()
    {
        var other = CreateTestProbe();
        _others.Add(other);
        var asking = _nodes.AskAsync(_name, Nothing.Instance);
        Assert.Equal("name", (await other.ExpectMsgAsync<NodeQuestion>()).Fact);
        other.Reply(NodeAnswer.Unknown);

        var answers = await asking;
        Assert.Empty(answers.ByNode);
        Assert.Single(answers.Silent);
    }

    [Fact]
    public async Task A_node_that_is_silent_delays_the_answer_and_no_more()
    {
        _others.Add(CreateTestProbe());

        var answers = await _nodes.AskAsync(_name, Nothing.Instance);
        Assert.Equal("own", answers.Own.Message);
        Assert.Single(answers.Silent);
    }

    [Fact]
    public async Task A_node_answers_what_it_knows_and_admits_what_it_does_not()
    {
        var known = await _nodes.AnswerAsync(new NodeQuestion("name", "{}"u8.ToArray()));
        Assert.True(known.IsKnown);
        Assert.Equal("""{"message":"own"}""", Encoding.UTF8.GetString(known.Content.Span));

        Assert.False((await _nodes.AnswerAsync(new NodeQuestion("later", "{}"u8.ToArray()))).IsKnown);
    }

    private sealed class Name(string name)
        : NodeFact<Nothing, ErrorBody>("name", GatewayJson.Default.Nothing, GatewayJson.Default.ErrorBody)
    {
        public override Task<ErrorBody> AnswerAsync(Nothing question) => Task.FromResult(new ErrorBody(name));
    }
}
