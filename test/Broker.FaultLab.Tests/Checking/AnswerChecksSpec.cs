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
            Faults = [Broken(FaultKind.Outage, Fault.AllNodes, 0, 100)],
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

    [Fact]
    public void What_is_broken_elsewhere_is_no_excuse() => IsFound(
        "not served", Answered(503) with { Faults = [Broken(FaultKind.Kill, 1, 20, 30)] });

    private static History Answered(int status) => new()
    {
        BadAnswers = [new Answer("publish", 0, From(25, 26), status)],
    };
}
