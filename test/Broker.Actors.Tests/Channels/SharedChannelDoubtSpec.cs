using Broker.Actors.Journal;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>Publications on one of several nodes of which nobody knows whether they were stored.</summary>
public class SharedChannelDoubtSpec : StoredChannelStage
{
    private const string Kind = "kinds.news { pattern = news, history-size-max = 3 }";

    public SharedChannelDoubtSpec() => Start(Kind, isShared: true);

    [Fact]
    public async Task A_publisher_whose_own_was_trimmed_before_this_node_saw_it_does_not_wait_for_ever()
    {
        await Settled();
        Channel.Tell(Publish("mine"), TestActor);
        await AwaitAssertAsync(() => Assert.Equal(["mine"], Stored));
        FromElsewhere("theirs");
        await Journal.TrimAsync(new JournalProtocol.Trim(Stream, 2));
        Feed();

        Assert.Equal(RejectReason.Unavailable, (await ExpectMsgAsync<Rejected>()).Reason);
        await AwaitAssertAsync(() => Assert.Equal(0, Budget.Bytes));
    }

    [Fact]
    public async Task What_nobody_knows_the_fate_of_goes_out_when_the_feed_brings_it()
    {
        var bob = await Joined();
        Journal.Hold();
        Channel.Tell(Publish("a"), TestActor);
        await Appends.ExpectMsgAsync<JournalProtocol.Append>();
        Journal.BreakOne(isStored: true);
        await ExpectMsgAsync<Rejected>();
        Feed();
        await Settled();

        Assert.Equal(["a"], bob.Lines);
        await AwaitAssertAsync(() => Assert.Equal(0, Budget.Bytes));
    }

    [Fact]
    public async Task A_kind_that_may_do_without_the_journal_delivers_here_and_never_twice()
    {
        await Restart($"{Kind}, kinds.news.journal-away = deliver", isShared: true);
        var bob = await Joined();
        Journal.Hold();
        Channel.Tell(Publish("a"), TestActor);
        await Appends.ExpectMsgAsync<JournalProtocol.Append>();
        Journal.BreakOne(isStored: true);
        Assert.Equal(
            new Receipt(News, 0, "", 1, Durability.Memory), (await ExpectMsgAsync<Published>()).Receipt);
        Journal.Release();
        Feed();
        FromElsewhere("b");
        Feed();
        await Settled();

        Assert.Equal(["a", "b"], bob.Lines);
        await AwaitAssertAsync(() => Assert.Equal(0, Budget.Bytes));
    }
}
