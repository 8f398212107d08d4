using Broker.Actors.Hub;
using FsCheck;
using FsCheck.Fluent;

namespace Broker.Actors.Tests.Hub;

public class HubRosterSpec : TestKit
{
    [Fact]
    public void Shows_all_others_ascending_whoever_came_and_went()
    {
        var refs = Enumerable.Range(0, 8).Select(_ => CreateTestProbe().Ref).ToArray();

        Prop.ForAll(Gen.Choose(0, refs.Length - 1).ListOf().ToArbitrary(), toggles =>
        {
            var (roster, model, last) = (new HubRoster(), new Dictionary<IActorRef, ulong>(), 0UL);
            foreach (var who in toggles.Select(index => refs[index]))
            {
                if (model.Remove(who)) roster.Remove(who);
                else roster.Add(who, model[who] = ++last);

                foreach (var id in model.Values.Append(99UL))
                    Assert.Equal(model.Values.Where(other => other != id).Order(), roster.AllBut(id));
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_was_shown_stays_as_it_was()
    {
        var (roster, alice, bob) = (new HubRoster(), CreateTestProbe().Ref, CreateTestProbe().Ref);
        roster.Add(alice, 1);
        roster.Add(bob, 2);
        var shown = roster.AllBut(1);
        roster.Remove(bob);

        Assert.Equal((1, 2UL), (shown.Count, shown[0]));
        Assert.Empty(roster.AllBut(1));
    }

    [Fact]
    public void Who_is_not_there_may_go() => new HubRoster().Remove(TestActor);
}
