using Akka.Cluster;
using Broker.Cluster.Leases;
using static Akka.Cluster.MemberStatus;

namespace Broker.Cluster.Tests.Leases;

public class MajorityAnswersSpec
{
    private static readonly UniqueAddress[] Nodes =
    [
        .. Enumerable.Range(0, 5)
            .Select(node => new UniqueAddress(new Address("akka.tcp", "broker", "127.0.0.1", node), node)),
    ];

    private readonly MajorityAnswers _answers = new();

    [Fact]
    public void One_node_alone_is_its_majority() => Assert.Equal(1, After([(0, 1)], Up));

    [Theory]
    [InlineData(new[] { 5, 4, 3 }, 4)]
    [InlineData(new[] { 5, 1, 2 }, 2)]
    [InlineData(new[] { 5, 3, 3, 3 }, 3)]
    [InlineData(new[] { 5, 4, 3, 2, 1 }, 3)]
    public void Counts_from_the_latest_moment_whose_questions_a_majority_has_answered(
        int[] sentAt, int since) =>
        Assert.Equal(since, After(
            [.. sentAt.Select((at, node) => (node, at))], [.. sentAt.Select(_ => Up)]));

    [Fact]
    public void Half_of_the_members_is_no_majority()
    {
        Assert.Null(After([(0, 1)], Up, Up));
        Assert.Null(After([(0, 1), (1, 1)], Up, Up, Up, Up));
    }

    [Fact]
    public void An_answer_that_comes_late_takes_nothing_back() =>
        Assert.Equal(2, After([(0, 3), (1, 2), (1, 1)], Up, Up));

    [Fact]
    public void One_that_joins_counts_against_the_majority_and_not_for_it()
    {
        Assert.Null(After([(0, 1), (2, 1)], Up, Up, MemberStatus.Joining));
        Assert.Null(After([(0, 1)], Up, MemberStatus.Joining));
        Assert.Equal(1, After([(0, 1), (1, 1)], Up, Up, MemberStatus.Joining));
    }

    [Fact]
    public void A_member_that_is_gone_does_not_answer_for_one_that_comes()
    {
        Assert.Equal(1, After([(0, 1), (1, 1)], Up, Up));
        Assert.Equal(1, After([], Up));
        Assert.Null(After([], Up, Up));
    }

    private int? After((int Node, int SentAt)[] answers, params MemberStatus[] members)
    {
        foreach (var (node, sentAt) in answers) _answers.Add(Nodes[node], TimeSpan.FromSeconds(sentAt));
        var since = _answers.Since([.. members.Select((status, node) => (Nodes[node], status))]);
        return (int?)since?.TotalSeconds;
    }
}
