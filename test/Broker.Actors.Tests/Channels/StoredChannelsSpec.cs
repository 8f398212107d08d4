using Broker.Actors.Channels;
using Broker.Actors.Tests.Persistence;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Tests.Channels;

/// <summary>
/// The same of a channel that is stored; and what its publishers see when the store refuses.
/// </summary>
public class StoredChannelsSpec : ChannelsSpec
{
    private readonly JournalScript _journal;

    public StoredChannelsSpec()
        : this(new JournalScript())
    {
    }

    private StoredChannelsSpec(JournalScript journal)
        : base(
            journal.ToSystemSetup(),
            "store = on",
            new ChannelStore(journal.Generation, Durability.File, new PlayedTables())) =>
        _journal = journal;

    [Fact]
    public async Task Goes_on_when_the_store_has_refused_once()
    {
        Assert.Equal(1, (await Published("a")).Offset);
        _journal.IsAway = true;
        Assert.Equal(RejectReason.Unavailable, (await Published("b")).Reason);
        _journal.IsAway = false;

        var next = await Published("c");
        Assert.Equal((2, Durability.File), (next.Offset, next.Level));
    }

    [Fact]
    public async Task Goes_on_when_the_store_has_refused_a_thousand_times()
    {
        Assert.Equal(1, (await Published("a")).Offset);
        var alice = await Subscriber();
        _journal.IsAway = true;
        for (var i = 0; i < 1000; i++) Assert.Equal(RejectReason.Unavailable, (await Published("b")).Reason);
        _journal.IsAway = false;

        // After so many refusals the store is let alone for a second.
        await AwaitAssertAsync(
            async () => Assert.Equal(2, (await Published("c")).Offset), TimeSpan.FromSeconds(10));
        await AwaitAssertAsync(() => Assert.Equal(["c"], alice.Received[1..]));
    }
}
