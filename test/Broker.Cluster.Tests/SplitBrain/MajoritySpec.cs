using Akka.Cluster;
using Broker.Cluster.SplitBrain;
using static Akka.Cluster.MemberStatus;

namespace Broker.Cluster.Tests.SplitBrain;

public class MajoritySpec
{
    public static TheoryData<MemberStatus[], MemberStatus[], string> Parts => new()
    {
        { [Up, Up], [Up], "More" },
        { [Up], [Up, Up], "Less" },
        { [Up], [Up], "Half" },
        { [Up, Up], [Up, Up], "Half" },
        { [Up, Up], [Down], "More" },
        { [Up], [Exiting], "More" },
        // One that joins there may be up there; one that joins here may not be up for them.
        { [Up, Up], [Up, MemberStatus.Joining], "Half" },
        { [Up, Up], [Up, WeaklyUp], "Half" },
        { [Up, MemberStatus.Joining], [Up], "Half" },
        { [Up, WeaklyUp], [Up, Up], "Less" },
        // One that leaves here may have left for them.
        { [Up, Leaving], [Up], "Half" },
        { [Up, Up], [Leaving], "More" },
        { [Leaving], [Up], "Less" },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void Counts_this_part_at_its_smallest_and_the_rest_at_its_largest(
        MemberStatus[] here, MemberStatus[] there, string share) =>
        Assert.Equal(share, ShareOf(here, there).ToString());

    [Fact]
    public void Two_parts_never_both_have_more_than_half()
    {
        MemberStatus[] statuses = [MemberStatus.Joining, WeaklyUp, Up, Leaving];
        foreach (var a in statuses)
            foreach (var b in statuses)
                foreach (var c in statuses)
                {
                    var (here, there) = ((MemberStatus[])[a, b], (MemberStatus[])[c, Up]);
                    Assert.False(
                        ShareOf(here, there) is Majority.Share.More
                        && ShareOf(there, here) is Majority.Share.More);
                }
    }

    private static Majority.Share ShareOf(MemberStatus[] here, MemberStatus[] there) => Majority.Of([
        .. here.Select(status => (status, true)), .. there.Select(status => (status, false))]);
}
