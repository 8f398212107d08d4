namespace Broker.KernelTests.Conformance;

/// <summary>
/// A parent that watches its own child: the engine may treat that apart, and must not show it.
/// </summary>
public class ChildWatchSpec : TestKit
{
    private readonly IActorRef _parent;

    public ChildWatchSpec() => _parent = Sys.ActorOf(Props.Create(() => new Watcher(TestActor)), "parent");

    [Fact]
    public async Task Unwatch_ends_it()
    {
        var child = await SpawnAsync();
        await EndAsync(child);
        Sys.Stop(child);
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task Unwatch_drops_a_notice_that_is_in_the_mailbox_already()
    {
        var child = await SpawnAsync();
        // What the parent sees of the other's end tells that it has seen the child's, which came before.
        var other = await SpawnAsync();
        using var gate = new ManualResetEventSlim();
        _parent.Tell(new Watcher.Block(gate));
        await ExpectMsgAsync("blocked");
        Watch(child);
        Sys.Stop(child);
        await ExpectTerminatedAsync(child);
        _parent.Tell(new Watcher.End(child));
        gate.Set();

        await ExpectMsgAsync("not watching");
        Sys.Stop(other);
        Assert.Equal(other, (await ExpectMsgAsync<Watcher.Notice>()).Terminated.ActorRef);
    }

    [Fact]
    public async Task A_watch_may_be_begun_again_with_a_message_after_it_was_ended()
    {
        var child = await SpawnAsync();
        await EndAsync(child);
        _parent.Tell(new Watcher.BeginWith(child, "it is gone"));
        await ExpectMsgAsync("watching");
        Sys.Stop(child);
        await ExpectMsgAsync("it is gone");
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task Watching_twice_is_watching_once()
    {
        var child = await SpawnAsync();
        _parent.Tell(new Watcher.Begin(child));
        await ExpectMsgAsync("watching");
        Sys.Stop(child);
        Assert.Equal(child, (await ExpectMsgAsync<Watcher.Notice>()).Terminated.ActorRef);
        await ExpectNoMsgAsync(Do.Quiet);
    }

    private async Task<IActorRef> SpawnAsync() =>
        await _parent.Ask<IActorRef>(new Watcher.Spawn(), Do.Limit);

    private async Task EndAsync(IActorRef child)
    {
        _parent.Tell(new Watcher.End(child));
        await ExpectMsgAsync("not watching");
    }
}
