using Broker.FaultLab.Histories;

namespace Broker.FaultLab.Checking;

/// <summary>Answers that no client should get: never, or not while nothing is broken.</summary>
internal static class AnswerChecks
{
    public static IEnumerable<Violation> Find(History history) =>
        from answer in history.BadAnswers
        let isHonest = answer.Status is 0 or 503
        where !isHonest || !history.IsDisturbed(answer.Node, answer.Time, Patience.Recovery)
        select new Violation(isHonest ? "not served" : "unexpected answer",
            $"{answer.Operation} at node {answer.Node}, {answer.Time}: {answer.Status} {answer.Detail}");
}
