using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Channels;

/// <summary>
/// A local channel that fails, wherever it was: each that waited has an answer, and all room is given back.
/// </summary>
public class LocalFailureSpec : LocalStage
{
    private static readonly LineEncoding Failing = new() { FailsAt = text => text == "bad" };

    public LocalFailureSpec()
        : base("batch-publications-max = 2")
    {
    }

    [Fact]
    public async Task Contents_that_came_when_those_before_them_did_not_go_out_hold_no_room()
    {
        await Subscriber(encoding: Failing);
        Time.HoldWhile(() =>
        {
            // It asks for the time, so it holds the actor.
            var bob = Listener();
            Local.Tell(bob.Subscribe(), bob.Ref);
            Local.Tell(Contents(1, "bad"));
            Local.Tell(Contents(2, "b", "c"));
        });

        await ExpectTerminatedAsync(Local);
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task What_was_held_while_it_caught_up_holds_no_room()
    {
        await Subscriber(offset: 1, encoding: Failing);
        Local.Tell(new Detached(Id));
        await Attached(offset: 2);
        var read = await Homes.ExpectMsgAsync<ReadHistory>();
        Local.Tell(Contents(3, "c", "d"));
        Local.Tell(Contents(5, "e", "f"));
        Local.Tell(Page(read, offset: 6, At(2, "bad")));

        await ExpectTerminatedAsync(Local);
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task All_that_are_about_to_enter_are_refused()
    {
        await Subscriber(encoding: Failing);
        var (bob, carol) = (Listener(), Listener());
        Local.Tell(bob.Subscribe(), bob.Ref);
        Local.Tell(carol.Subscribe(), carol.Ref);
        await Homes.ExpectMsgAsync<Count>();
        var count = await Homes.ExpectMsgAsync<Count>();
        Time.HoldWhile(() =>
        {
            var dave = Listener();
            Local.Tell(dave.Subscribe(), dave.Ref);
            Local.Tell(Contents(1, "bad"));
            Local.Tell(new Counted(Id, count.Version, Offset: 1, Total: 3));
        });

        await bob.Probe.ExpectMsgAsync(new Rejected(News, RejectReason.Unavailable));
        await carol.Probe.ExpectMsgAsync(new Rejected(News, RejectReason.Unavailable));
        await ExpectTerminatedAsync(Local);
        Assert.Equal(0, Budget.Bytes);
    }

    [Fact]
    public async Task Closes_its_subscribers_and_leaves_the_home_when_it_fails()
    {
        var alice = await Subscriber();
        Local.Tell(Kill.Instance);

        await alice.Probe.ExpectMsgAsync(new ChannelLost(News));
        await Homes.ExpectMsgAsync(new Detach(News, Id));
        await Node.FishForMessageAsync(message => message is Vacated);
    }

    [Fact]
    public async Task What_comes_when_it_has_ended_takes_no_room()
    {
        await Subscriber();
        Local.Tell(Contents(1, "a"));
        Local.Tell(Kill.Instance);
        await ExpectTerminatedAsync(Local);

        Assert.Equal(0, Budget.Bytes);
        Assert.False(Room.TryEnter(1, publications: 1));
    }
}
