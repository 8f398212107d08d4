using Broker.Actors.Naming;
using Broker.Actors.Tests.Channels;
using static Broker.Actors.Naming.NameProtocol;

namespace Broker.Actors.Tests.Naming;

public class NameBucketSpec
{
    private readonly FakeNode _first = new("first"), _second = new("second");
    private readonly NameBucket _names = new();

    [Fact]
    public void A_name_is_one_nodes_until_that_node_releases_it()
    {
        Assert.Empty(Claim(_first, 1));
        Assert.Equal([_first], Claim(_second, 1));

        _names.Release("alice", _first, 2);
        Assert.Empty(Claim(_second, 2));
        Assert.Equal([_second], Claim(_first, 3));
    }

    [Fact]
    public void A_claim_that_is_sent_again_is_granted_again()
    {
        Assert.Empty(Claim(_first, 1));
        Assert.Empty(Claim(_first, 1));
    }

    [Fact]
    public void Nodes_share_a_name_for_one_user_and_for_no_other()
    {
        Assert.Empty(Claim(_first, 1, "ann"));
        Assert.Empty(Claim(_second, 1, "ann"));
        Assert.Equal([_first, _second], Claim(new FakeNode("third"), 1, "bob"));
        Assert.Equal([_second], Claim(_first, 2, user: null));

        _names.Release("alice", _first, 3);
        Assert.Equal([_second], Claim(_first, 4, user: null));
    }

    [Fact]
    public void A_release_that_arrives_after_a_later_claim_of_its_node_changes_nothing()
    {
        Claim(_first, 1);
        Claim(_first, 3);
        _names.Release("alice", _first, 2);

        Assert.Equal([_first], Claim(_second, 1));
    }

    [Fact]
    public void What_a_node_does_not_name_any_more_is_free_unless_it_was_claimed_since()
    {
        Claim(_first, 1);
        Assert.Empty(_names.Report(_first, 5, [new HeldName("bob", null)]));
        Assert.Empty(Claim(_second, 1));

        Assert.Empty(_names.Report(_first, 6, [new HeldName("bob", null)]));
        Assert.Equal([_first], _names.Claim(new Claim("bob", null, _second, 2)));
        _names.Claim(new Claim("carol", null, _first, 8));
        Assert.Empty(_names.Report(_first, 7, []));
        Assert.Equal([_first], _names.Claim(new Claim("carol", null, _second, 3)));
    }

    [Fact]
    public void A_node_that_names_what_others_have_since_is_told_to_give_it_up()
    {
        Claim(_second, 1);

        Assert.Equal(["alice"], _names.Report(
            _first, 1, [new HeldName("alice", null), new HeldName("bob", null)]));
        Assert.Empty(Claim(_second, 2));
    }

    [Fact]
    public void The_names_of_a_node_that_is_gone_are_free()
    {
        Claim(_first, 1);
        _names.Lose(_first);

        Assert.Empty(Claim(_second, 1));
    }

    private IReadOnlyList<IActorRef> Claim(IActorRef node, long number, string? user = null) =>
        _names.Claim(new Claim("alice", user, node, number));
}
