using FsCheck;
using FsCheck.Fluent;

namespace Broker.Journal.Tests.Model;

public class CrashSpec
{
    [Fact]
    public void After_any_crash_there_is_what_was_answered_and_nothing_twice() =>
        Prop.ForAll(Scenario.Any, Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public async Task A_rewritten_segment_survives_a_crash_at_each_of_its_steps()
    {
        var steps = Enumerable.Range(0, 30)
            .Select(i => new Step(StepKind.Append, i % 2, 1, 60, 0))
            .Append(new Step(StepKind.Trim, 0, 0, 0, 90))
            .Append(new Step(StepKind.Compact, 0, 0, 0, 0))
            .Append(new Step(StepKind.Append, 0, 1, 60, 0))
            .ToArray();

        for (var crashAt = 30; crashAt < 110; crashAt++)
        {
            foreach (var isPowerLoss in new[] { false, true })
                await new JournalRun(new Scenario(steps, crashAt, 50, isPowerLoss)).PlayAsync();
        }
    }

    private static bool Holds(Scenario scenario)
    {
        new JournalRun(scenario).PlayAsync().GetAwaiter().GetResult();
        return true;
    }
}
