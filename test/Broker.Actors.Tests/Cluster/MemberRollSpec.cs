using Broker.Actors.Cluster;
using Broker.Actors.Tests.Channels;
using static Broker.Actors.Cluster.MemberProtocol;

namespace Broker.Actors.Tests.Cluster;

public class MemberRollSpec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly FakeNode _first = new("first"), _second = new("second");
    private readonly FakeTimeProvider _time = SpecTime.NewClock();
    private readonly Members _members = new();

    public MemberRollSpec()
    {
        _members.Add(_first);
        _members.TryTake(new MembersUnmet(0));
    }

    private MemberRoll Roll => field ??= new MemberRoll(_members, _time, Patience);

    [Fact]
    public void Is_over_when_all_have_answered()
    {
        _members.TryTake(new MemberMet(_second));
        Assert.Equal([_first, _second], Roll.Silent);
        Roll.Answered(_first);
        Assert.False(Roll.IsOver);

        Roll.Answered(_second);
        Assert.True(Roll.IsOver);
        Assert.Empty(Roll.Silent);
    }

    [Fact]
    public void Waits_for_nodes_that_are_not_met_yet_and_asks_them_too()
    {
        _members.TryTake(new MembersUnmet(1));
        Roll.Answered(_first);
        Assert.False(Roll.IsOver);

        _members.TryTake(new MemberMet(_second));
        _members.TryTake(new MembersUnmet(0));
        Assert.Equal([_second], Roll.Silent);
        Assert.False(Roll.IsOver);
        Roll.Answered(_second);
        Assert.True(Roll.IsOver);
    }

    [Fact]
    public void Is_over_after_its_time_and_goes_on_to_ask_those_that_are_silent()
    {
        _members.TryTake(new MemberMet(_second));
        Roll.Answered(_first);
        _time.Advance(Patience);

        Assert.True(Roll.IsOver);
        Assert.Equal([_second], Roll.Silent);
        Assert.Equal((true, false), (Roll.HasAnswered(_first), Roll.HasAnswered(_second)));
    }

    [Fact]
    public void Stays_over_when_a_node_is_met_later()
    {
        Roll.Answered(_first);
        Assert.True(Roll.IsOver);
        _members.TryTake(new MemberMet(_second));

        Assert.True(Roll.IsOver);
        Assert.Equal([_second], Roll.Silent);
    }

    [Fact]
    public void Names_once_each_node_that_had_answered_and_is_gone_and_takes_no_answer_of_it()
    {
        _members.TryTake(new MemberMet(_second));
        Roll.Answered(_first);
        Assert.Empty(Roll.TakeLost());
        _members.TryTake(new MemberLost(_first));
        _members.TryTake(new MemberLost(_second));

        Assert.Equal([_first], Roll.TakeLost());
        Assert.Empty(Roll.TakeLost());
        Assert.False(Roll.Answered(_first));
        Assert.False(Roll.HasAnswered(_first));
    }

    [Fact]
    public void Waits_as_long_as_it_is_not_known_how_many_nodes_there_are()
    {
        var members = new Members();
        members.Add(_first);
        var roll = new MemberRoll(members, _time, Patience);
        roll.Answered(_first);
        Assert.False(roll.IsOver);

        Assert.True(members.TryTake(new MembersUnmet(0)));
        Assert.True(roll.IsOver);
    }

    [Fact]
    public void Members_take_no_other_message_and_no_member_twice()
    {
        Assert.False(_members.TryTake("other"));
        _members.TryTake(new MemberMet(_first));
        Assert.Equal([_first], _members.All);
    }

    [Fact]
    public void A_key_is_in_one_bucket_of_many()
    {
        var buckets = Enumerable.Range(0, 10_000).GroupBy(i => Buckets.Of($"guest-{i}")).ToList();

        Assert.Equal(Buckets.Count, buckets.Count);
        Assert.All(buckets, bucket => Assert.InRange(bucket.Count(), 50, 350));
        Assert.Equal((26, 40), (Buckets.Of("alice"), Buckets.Of("bob")));
        Assert.Equal("63", Buckets.IdOf(63));
        Assert.Null(Buckets.IdOf(64));
        Assert.Null(Buckets.IdOf(-1));
    }
}
