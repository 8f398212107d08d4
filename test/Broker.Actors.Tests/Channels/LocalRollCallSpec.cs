using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Actors.Tests.Channels;

/// <summary>
/// A home calls the roll. A local channel that attached anew then would lose what this home has just sent.
/// </summary>
public class LocalRollCallSpec : LocalStage
{
    [Fact]
    public async Task One_that_waits_for_its_home_sends_the_same_request_again()
    {
        var alice = Listener();
        Local.Tell(alice.Subscribe(), alice.Ref);
        var first = await Homes.ExpectMsgAsync<Attach>();
        Local.Tell(RollCalled.Instance);

        await Homes.ExpectMsgAsync(first);
    }

    [Fact]
    public async Task One_that_is_attached_asks_whether_the_home_knows_it_and_keeps_what_comes()
    {
        var alice = await Subscriber();
        Local.Tell(RollCalled.Instance);
        var count = await Homes.ExpectMsgAsync<Count>();
        Assert.Equal((Id, 1), (count.AttachId, count.Subscribers));
        Local.Tell(Contents(1, "a"));
        Local.Tell(new Counted(Id, count.Version, Offset: 1, Total: 1));

        await AwaitAssertAsync(() => Assert.Equal(["a"], alice.Received[1..]));
        Assert.False(Homes.HasMessages);
    }

    [Fact]
    public async Task One_whose_home_does_not_know_it_attaches_anew()
    {
        await Subscriber();
        Local.Tell(RollCalled.Instance);
        await Homes.ExpectMsgAsync<Count>();
        Local.Tell(new AttachAgain(Id));

        Assert.NotEqual(Id, (await Homes.ExpectMsgAsync<Attach>()).AttachId);
        Assert.Equal(1, Metrics.Reattachments);
    }

    [Fact]
    public async Task One_without_an_attachment_says_nothing()
    {
        Local.Tell(RollCalled.Instance);
        await Local.Ask<ActorIdentity>(new Identify(null));

        Assert.False(Homes.HasMessages);
    }
}
