using Broker.Actors.Cluster;
using Broker.Actors.Naming;
using static Broker.Actors.Naming.NameProtocol;

namespace Broker.Actors.Tests.Naming;

public class NamesHereSpec
{
    private readonly NamesHere _names = new(Buckets.Count);

    [Fact]
    public void A_users_name_is_held_until_the_last_of_its_connections_has_ended()
    {
        _names.Add("ann", "ann");
        Assert.True(_names.TryShare("ann", "ann"));
        Assert.False(_names.TryShare("ann", "bob"));
        Assert.False(_names.TryShare("ann", user: null));

        Assert.False(_names.Remove("ann"));
        Assert.True(_names.Contains("ann"));
        Assert.True(_names.Remove("ann"));
        Assert.False(_names.Contains("ann"));
    }

    [Fact]
    public void A_name_without_a_user_is_shared_by_no_one()
    {
        _names.Add("ann", user: null);

        Assert.False(_names.TryShare("ann", user: null));
        Assert.False(_names.TryShare("ann", "ann"));
    }

    [Fact]
    public void A_bucket_is_told_its_own_names_with_their_users()
    {
        _names.Add("ann", "ann");
        _names.Add("guest", user: null);

        Assert.Contains(new HeldName("ann", "ann"), _names.Of(Buckets.Of("ann")));
        Assert.Contains(new HeldName("guest", null), _names.Of(Buckets.Of("guest")));
        Assert.Equal(2, Enumerable.Range(0, Buckets.Count).Sum(bucket => _names.Of(bucket).Count()));
    }

    [Fact]
    public void Connections_of_a_lost_name_that_end_do_not_free_it_for_one_that_has_it_since()
    {
        _names.Add("ann", "ann");
        _names.TryShare("ann", "ann");
        _names.Lose("ann");
        Assert.False(_names.Contains("ann"));

        _names.Add("ann", user: null);
        Assert.False(_names.Remove("ann"));
        Assert.False(_names.Remove("ann"));
        Assert.True(_names.Contains("ann"));
        Assert.True(_names.Remove("ann"));
    }
}
