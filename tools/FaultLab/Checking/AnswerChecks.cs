using Broker.FaultLab.Histories;

namespace Broker.FaultLab.Checking;

/// <summary>Answers that no client should get: never, without an excuse, or so late.</summary>
internal static class AnswerChecks
{
    public static IEnumerable<Violation> Find(History history) =>
        [.. Bad(history), .. Interrupted(history), .. NoNodeServes(history)];

    private static IEnumerable<Violation> Bad(History history) =>
        from answer in history.BadAnswers
        let isHonest = answer.Status is 0 or 503
        where !isHonest || !history.MayRefuse(answer)
        select new Violation(isHonest ? "not served" : "unexpected answer",
            $"{answer.Operation} at node {answer.Node}, {answer.Time}: {answer.Status} {answer.Detail}");

    // What operators do is no reason to wait, but at the node that they do it to.
    private static IEnumerable<Violation> Interrupted(History history) =>
        from fault in history.Faults
        where fault.IsPlanned
        from publish in history.Publishes
        let time = publish.Answer.Time
        where !fault.Touches(publish.Answer.Node) && fault.Time.Overlaps(time)
            && time.End - time.Begin > Patience.Interruption
            && !history.Faults.Any(other => !other.IsPlanned
                && other.Time.Widened(default, Patience.Recovery).Overlaps(time))
        select new Violation("interrupted", $"{publish.Content} of {publish.Channel} at node "
            + $"{publish.Answer.Node}, {time}, during {fault.Kind} of node {string.Join(", ", fault.Nodes)}");

    // Whichever nodes are broken or cut from each other, some of them goes on.
    private static IEnumerable<Violation> NoNodeServes(History history) =>
        from fault in history.Faults
        where !fault.IsPlanned && !fault.IsOfStore
            && fault.Time.End - fault.Time.Begin > 2 * Patience.TakeOver
            && !history.Faults.Any(other => other != fault
                && other.Time.Widened(default, Patience.Recovery).Overlaps(fault.Time))
        let begin = fault.Time.Begin + Patience.TakeOver
        let time = new Interval(begin, begin + Patience.TakeOver)
        where history.Publishes.All(publish => !publish.Answer.IsDone || !time.Overlaps(publish.Answer.Time))
        select new Violation("no node serves", $"within {time}, during {fault.Kind}");
}
