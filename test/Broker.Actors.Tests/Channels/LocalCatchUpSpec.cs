using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>What subscribers that were there get when their local channel attaches anew.</summary>
public class LocalCatchUpSpec : LocalStage
{
    [Fact]
    public async Task Attaches_anew_after_the_home_was_lost_and_tells_a_gap_where_an_epoch_has_begun()
    {
        var alice = await Subscriber(offset: 5, encoding: new() { Gap = "gap" });
        Local.Tell(new HomeLost(News, Id));
        await Attached(offset: 0, epoch: "next");
        var read = await Homes.ExpectMsgAsync<ReadHistory>();
        Assert.Equal(new StreamPosition(5, "epoch"), read.Since);
        Local.Tell(Page(read, offset: 0) with { Epoch = "next", Continuous = false });
        Local.Tell(Contents(1, "a"));
        await Settled();

        Assert.Equal(["gap next 0", "a"], alice.Received[1..]);
    }

    [Theory]
    [InlineData(new string[0], new[] { "gap next 2" })]
    [InlineData(new[] { "b" }, new[] { "gap next 2", "b" })]
    [InlineData(new[] { "a", "b" }, new[] { "a", "b" })]
    public async Task Tells_a_gap_also_to_those_who_had_nothing_yet_where_the_history_lacks_something(
        string[] kept, string[] told)
    {
        var alice = await Subscriber(encoding: new() { Gap = "gap" });
        Local.Tell(new HomeLost(News, Id));
        await Attached(offset: 2, epoch: "next");
        var read = await Homes.ExpectMsgAsync<ReadHistory>();
        // To a reader from the start, what is kept is all.
        Publication[] contents = [.. kept.Select((content, index) => At(3 - kept.Length + index, content))];
        Local.Tell(Page(read, 2, contents) with { Epoch = "next" });

        await Settled();
        Assert.Equal(told, alice.Received[1..]);
    }

    [Fact]
    public async Task A_store_that_lost_the_end_makes_nothing_go_out_again()
    {
        var alice = await Subscriber(offset: 5, encoding: new() { Gap = "gap" });
        Local.Tell(new HomeLost(News, Id));
        await Attached(offset: 4, epoch: "next");
        var read = await Homes.ExpectMsgAsync<ReadHistory>();
        Publication[] kept = [At(1, "a") with { Epoch = "before" }, At(2, "b"), At(3, "c")];
        Local.Tell(Page(read, offset: 4, [.. kept, At(4, "new") with { Epoch = "next" }])
            with
        { Epoch = "next", Continuous = false });
        await Settled();

        Assert.Equal(["gap next 4", "new"], alice.Received[1..]);
    }

    [Fact]
    public async Task A_store_that_lost_the_end_and_has_stored_nothing_since_makes_nothing_go_out_again()
    {
        var alice = await Subscriber(offset: 5, encoding: new() { Gap = "gap" });
        Local.Tell(new HomeLost(News, Id));
        await Attached(offset: 3);
        var read = await Homes.ExpectMsgAsync<ReadHistory>();
        Local.Tell(Page(read, offset: 3, At(2, "b"), At(3, "c")) with { Continuous = false });
        Local.Tell(Contents(4, "new"));
        await Settled();

        Assert.Equal(["gap epoch 3", "new"], alice.Received[1..]);
    }

    [Fact]
    public async Task A_detach_by_the_window_is_caught_up_with_before_anything_else_goes_out()
    {
        var alice = await Subscriber(offset: 1);
        Local.Tell(new Detached(Id));
        await Attached(offset: 3);
        var read = await Homes.ExpectMsgAsync<ReadHistory>();
        Local.Tell(Contents(4, "d"));
        await Settled();
        Assert.Empty(alice.Received[1..]);

        Local.Tell(Page(read, offset: 4, At(2, "b"), At(3, "c"), At(4, "d")));
        Local.Tell(Contents(5, "e"));
        await Settled();
        Assert.Equal(["b", "c", "d", "e"], alice.Received[1..]);
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task A_detach_while_it_catches_up_loses_nothing_of_what_it_held()
    {
        var alice = await Subscriber(offset: 1);
        Local.Tell(new Detached(Id));
        await Attached(offset: 3);
        await Homes.ExpectMsgAsync<ReadHistory>();
        Local.Tell(Contents(4, "d"));
        Local.Tell(new Detached(Id));
        await Attached(offset: 4);
        Assert.Equal(0, Budget.Bytes);

        var read = await Homes.ExpectMsgAsync<ReadHistory>();
        Assert.Equal(new StreamPosition(1, "epoch"), read.Since);
        Local.Tell(Page(read, offset: 4, At(2, "b"), At(3, "c"), At(4, "d")));
        Local.Tell(Contents(5, "e"));
        await Settled();
        Assert.Equal(["b", "c", "d", "e"], alice.Received[1..]);
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task What_was_missed_goes_out_in_pieces_that_an_outbox_takes()
    {
        var alice = await Subscriber(offset: 1);
        Local.Tell(new Detached(Id));
        await Attached(offset: 4);
        var read = await Homes.ExpectMsgAsync<ReadHistory>();
        // Each is over half of a piece.
        var contents = Enumerable.Range(2, 3).Select(offset => At(offset, new string('x', 80 << 10)));
        var sends = alice.Transport.Sends;
        Local.Tell(Page(read, offset: 4, [.. contents]));
        await Settled();

        Assert.Equal(3, alice.Received[1..].Length);
        Assert.Equal(sends + 3, alice.Transport.Sends);
    }

    [Fact]
    public async Task Nothing_is_read_after_a_new_attachment_that_begins_where_the_old_one_ended()
    {
        var alice = await Subscriber(offset: 1);
        Local.Tell(new AttachAgain(Id));
        await Attached(offset: 1);
        Local.Tell(Contents(2, "b"));
        await Settled();

        Assert.Equal(["b"], alice.Received[1..]);
        await Homes.ExpectNoMsgAsync(TimeSpan.Zero);
    }
}
