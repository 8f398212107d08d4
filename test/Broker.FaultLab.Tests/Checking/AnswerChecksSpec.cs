using static Broker.FaultLab.Tests.Checking.Told;

namespace Broker.FaultLab.Tests.Checking;

public class AnswerChecksSpec
{
    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    public void An_answer_that_no_client_should_get_is_found_whatever_is_broken(int status) => IsFound(
        "unexpected answer", Answered(status) with
        {
            Faults = [Broken(FaultKind.Outage, 0, 100)],
        });

    [Theory]
    [InlineData(503)]
    [InlineData(0)]
    public void Not_being_served_is_found_when_nothing_is_broken(int status) =>
        IsFound("not served", Answered(status));

    [Theory]
    [InlineData(503)]
    [InlineData(0)]
    public void Not_being_served_is_honest_while_something_is_broken(int status) =>
        IsClean(Answered(status) with { Faults = [Broken(FaultKind.Kill, 0, 20, 30)] });

    [Theory]
    [InlineData(20)]
    [InlineData(13)]
    public void A_home_may_be_on_another_node_that_has_just_died(double died) =>
        IsClean(Answered(503) with { Faults = [Broken(FaultKind.Kill, 1, died, 30)] });

    [Fact]
    public void A_node_that_died_longer_ago_is_no_excuse() => IsFound(
        "not served", Answered(503) with { Faults = [Broken(FaultKind.Kill, 1, 12, 30)] });

    [Theory]
    [InlineData(FaultKind.Restart)]
    [InlineData(FaultKind.Join)]
    [InlineData(FaultKind.Shrink)]
    [InlineData(FaultKind.Upgrade)]
    public void What_operators_do_to_another_node_is_no_excuse(FaultKind kind) =>
        IsFound("not served", Answered(503) with { Faults = [Broken(kind, 1, 24, 30)] });

    [Fact]
    public void A_node_of_an_earlier_version_serves_too() => IsFound(
        "not served", Answered(503) with { Faults = [Broken(FaultKind.EarlierVersion, 0, 0, 30)] });

    [Fact]
    public void A_database_that_is_away_is_no_excuse_for_what_is_in_memory() => IsFound(
        "not served", new History
        {
            BadAnswers = [new Answer("publish" + Answer.InMemory, 0, From(25, 26), 503)],
            Faults = [Broken(FaultKind.Outage, 20, 30)],
        });

    [Fact]
    public void Two_faults_at_once_excuse_all_nodes() => IsClean(Answered(503) with
    {
        Faults = [Broken(FaultKind.Kill, 1, 5, 10), Broken(FaultKind.Freeze, 2, 8, 20)],
    });

    [Theory]
    [InlineData(0.4, false)]
    [InlineData(0.6, true)]
    public void A_restart_of_another_node_is_no_reason_to_wait(double seconds, bool isFound)
    {
        var history = Of([new Publish(Channel, "a", Ok(10, 10 + seconds))]) with
        {
            Faults = [Broken(FaultKind.Restart, 1, 8, 12)],
        };
        if (isFound) IsFound("interrupted", history);
        else IsClean(history);
    }

    [Theory]
    [InlineData(30, false)]
    [InlineData(50, true)]
    public void Some_node_goes_on_whatever_becomes_of_the_others(double published, bool isFound)
    {
        var history = Of([new Publish(Channel, "a", Ok(published, published + 1))]) with
        {
            Faults = [new Fault(FaultKind.LinkCut, [0, 1], From(10, 60))],
        };
        if (isFound) IsFound("no node serves", history);
        else IsClean(history);
    }

    private static History Answered(int status) => new()
    {
        BadAnswers = [new Answer("publish", 0, From(25, 26), status)],
    };
}
