using Broker.Cluster.Leases;

namespace Broker.Cluster.Tests.Leases;

public class ContactSpec
{
    private TimeSpan _now = TimeSpan.FromHours(1);

    [Fact]
    public void The_word_of_another_node_counts_for_as_long_as_a_lease()
    {
        var contact = new Contact(() => _now, TimeSpan.FromSeconds(3));
        Assert.False(contact.OthersHaveLease);

        contact.HasLease();
        Assert.True(contact.OthersHaveLease);
        _now += TimeSpan.FromMilliseconds(2999);
        Assert.True(contact.OthersHaveLease);
        _now += TimeSpan.FromMilliseconds(1);
        Assert.False(contact.OthersHaveLease);
    }
}
