using Broker.Actors.Hub;
using FsCheck;
using FsCheck.Fluent;

namespace Broker.Actors.Tests.Hub;

public class HubClientsSpec
{
    [Fact]
    public void Shows_all_others_ascending_after_any_joins_and_leaves() =>
        Prop.ForAll(Gen.Choose(0, 7).ListOf().ToArbitrary(), toggles =>
        {
            var (roster, model) = (new HubClients(), new HashSet<ulong>());
            foreach (var id in toggles.Select(toggle => (ulong)toggle))
            {
                if (model.Remove(id)) roster.Remove(id);
                else
                {
                    model.Add(id);
                    roster.Add(id, Nobody.Instance);
                }

                foreach (var except in model.Append(99UL))
                    Assert.Equal(model.Where(other => other != except).Order(), roster.AllBut(except));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_list_that_was_given_out_does_not_change()
    {
        var roster = new HubClients();
        roster.Add(1, Nobody.Instance);
        roster.Add(2, Nobody.Instance);
        var shown = roster.AllBut(1);
        roster.Remove(2);

        Assert.Equal((1, 2UL), (shown.Count, shown[0]));
        Assert.Empty(roster.AllBut(1));
    }

    [Fact]
    public void Finds_the_connection_of_who_is_there_until_it_leaves()
    {
        var roster = new HubClients();
        roster.Add(1, Nobody.Instance);
        Assert.Same(Nobody.Instance, roster.Find(1));

        roster.Remove(1);
        roster.Remove(2);
        Assert.Null(roster.Find(1));
    }
}
