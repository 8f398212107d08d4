using FsCheck;
using FsCheck.Fluent;

namespace Broker.Actors.Tests.Naming;

/// <summary>
/// Three nodes and the homes of their names, with messages that are late, doubled and lost, clients that come
/// and go, homes that move and nodes that die.
/// </summary>
public class NameModelSpec
{
    [Fact]
    public void No_two_nodes_ever_have_one_name_and_in_the_end_every_client_is_answered() =>
        Prop.ForAll<int>(seed =>
        {
            var run = new NameRun(new Random(seed));
            for (var step = 0; step < 400; step++)
            {
                run.Step();
                run.CheckNoDoubles();
            }
            run.Settle();
            run.CheckNoDoubles();
            run.CheckAnswers();
            run.CheckThatAllIsFreeAgain();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_node_that_was_cut_off_gives_up_what_others_have_since() =>
        Prop.ForAll<int>(seed =>
        {
            var run = new NameRun(new Random(seed));
            for (var step = 0; step < 100; step++) run.Step(mayKill: false);
            run.CutOff();
            for (var step = 0; step < 200; step++) run.Step(mayKill: false);
            run.Heal();
            run.Settle();
            run.CheckNoDoubles();
            run.CheckAnswers();
            run.CheckThatAllIsFreeAgain();
        }).QuickCheckThrowOnFailure();
}
