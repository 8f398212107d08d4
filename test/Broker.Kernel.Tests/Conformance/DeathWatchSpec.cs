namespace Broker.KernelTests.Conformance;

public class DeathWatchSpec : TestKit
{
    private readonly IActorRef _watched;
    private readonly IActorRef _watcher;

    public DeathWatchSpec()
    {
        _watched = Sys.ActorOf(Echo.Props, "watched");
        _watcher = Sys.ActorOf(Props.Create(() => new Watcher(TestActor)), "watcher");
    }

    [Fact]
    public async Task A_watcher_is_told_once()
    {
        await Watching();
        Sys.Stop(_watched);
        await ExpectNotice(_watched);
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task Watching_twice_is_watching_once()
    {
        await Watching();
        await Watching();
        Sys.Stop(_watched);
        await ExpectNotice(_watched);
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task Every_watcher_is_told()
    {
        var probes = Enumerable.Range(0, 5).Select(_ => CreateTestProbe()).ToList();
        probes.ForEach(probe => probe.Watch(_watched));
        Sys.Stop(_watched);
        foreach (var probe in probes) await probe.ExpectTerminatedAsync(_watched);
    }

    [Fact]
    public async Task The_notice_comes_from_the_dead_actor_and_confirms_that_it_lived()
    {
        await Watching();
        Sys.Stop(_watched);
        var notice = (await ExpectMsgFromAsync<Watcher.Notice>(_watched)).Terminated;
        Assert.True(notice.ExistenceConfirmed);
        Assert.False(notice.AddressTerminated);
    }

    [Fact]
    public async Task Watching_the_dead_brings_the_notice_at_once()
    {
        Watch(_watched);
        Sys.Stop(_watched);
        await ExpectTerminatedAsync(_watched);

        await Watching();
        await ExpectNotice(_watched);
    }

    [Fact]
    public async Task Watching_the_dead_again_brings_it_again()
    {
        Watch(_watched);
        Sys.Stop(_watched);
        await ExpectTerminatedAsync(_watched);
        for (var i = 0; i < 2; i++)
        {
            await Watching();
            await ExpectNotice(_watched);
        }
    }

    [Fact]
    public async Task The_notice_comes_after_the_last_message_of_the_dead()
    {
        var subject = Sys.ActorOf(Subject.PropsFor(CreateTestProbe()));
        _watcher.Tell(new Watcher.Begin(subject));
        await ExpectMsgAsync("watching");
        subject.Tell(Do.Run(context =>
        {
            for (var i = 0; i < 100; i++) _watcher.Tell(i);
            context.Stop(context.Self);
            _watcher.Tell("last");
        }));

        for (var i = 0; i < 100; i++) await ExpectMsgAsync(i);
        await ExpectMsgAsync("last");
        await ExpectNotice(subject);
    }

    [Fact]
    public async Task Unwatch_ends_it()
    {
        await Watching();
        _watcher.Tell(new Watcher.End(_watched));
        await ExpectMsgAsync("not watching");
        Sys.Stop(_watched);
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task Unwatch_drops_a_notice_that_is_in_the_mailbox_already()
    {
        await Watching();
        var probe = CreateTestProbe();
        probe.Watch(_watched);
        using var gate = new ManualResetEventSlim();
        _watcher.Tell(new Watcher.Block(gate));
        await ExpectMsgAsync("blocked");
        _watcher.Tell(new Watcher.End(_watched));
        Sys.Stop(_watched);
        await probe.ExpectTerminatedAsync(_watched);
        gate.Set();

        await ExpectMsgAsync("not watching");
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task A_watch_may_be_begun_again_after_it_was_ended()
    {
        await Watching();
        _watcher.Tell(new Watcher.End(_watched));
        await ExpectMsgAsync("not watching");
        await Watching();
        Sys.Stop(_watched);
        await ExpectNotice(_watched);
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task WatchWith_brings_the_given_message_in_place_of_the_notice()
    {
        _watcher.Tell(new Watcher.BeginWith(_watched, "it is gone"));
        await ExpectMsgAsync("watching");
        Sys.Stop(_watched);
        await ExpectMsgAsync("it is gone");
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task WatchWith_on_the_dead_brings_the_given_message_too()
    {
        Watch(_watched);
        Sys.Stop(_watched);
        await ExpectTerminatedAsync(_watched);
        _watcher.Tell(new Watcher.BeginWith(_watched, "it was gone"));
        await ExpectMsgAsync("watching");
        await ExpectMsgAsync("it was gone");
    }

    [Fact]
    public async Task A_restart_is_no_end_and_the_watch_goes_on()
    {
        var subject = Sys.ActorOf(Subject.PropsFor(CreateTestProbe()));
        Watch(subject);
        subject.Tell(Do.Fail());
        await ExpectNoMsgAsync(Do.Quiet);
        Sys.Stop(subject);
        await ExpectTerminatedAsync(subject);
    }

    [Fact]
    public async Task Watching_oneself_does_nothing()
    {
        _watcher.Tell(new Watcher.Begin(_watcher));
        await ExpectMsgAsync("watching");
        Sys.Stop(_watcher);
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task A_parent_that_watches_its_child_is_told_once()
    {
        var child = await _watcher.Ask<IActorRef>(new Watcher.Spawn(), Do.Limit);
        Sys.Stop(child);
        await ExpectNotice(child);
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task A_parent_that_watches_a_child_of_the_past_is_told_at_once()
    {
        var child = await _watcher.Ask<IActorRef>(new Watcher.Spawn(), Do.Limit);
        Sys.Stop(child);
        await ExpectNotice(child);

        _watcher.Tell(new Watcher.Begin(child));
        await ExpectMsgAsync("watching");
        await ExpectNotice(child);
    }

    [Fact]
    public async Task A_parent_that_does_not_watch_is_not_told()
    {
        var parent = Sys.ActorOf(Subject.PropsFor(TestActor));
        await ExpectMsgAsync("PreStart");
        parent.Tell(Do.Run(context => context.Stop(context.ActorOf(Echo.Props))));
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task An_unhandled_notice_is_a_death_pact()
    {
        var subject = Sys.ActorOf(Subject.PropsFor(CreateTestProbe()));
        Watch(subject);
        subject.Tell(Do.Run(context => context.Watch(_watched)));
        await EventFilter.Exception<DeathPactException>().ExpectOneAsync(async () =>
        {
            Sys.Stop(_watched);
            await ExpectTerminatedAsync(subject);
        });
    }

    [Fact]
    public async Task A_dead_watcher_gets_no_dead_letter()
    {
        await Watching();
        Watch(_watcher);
        Sys.Stop(_watcher);
        await ExpectTerminatedAsync(_watcher);
        await EventFilter.DeadLetter<Terminated>().ExpectAsync(0, TimeSpan.FromMilliseconds(100), () =>
        {
            Sys.Stop(_watched);
            return Task.CompletedTask;
        });
    }

    private async Task ExpectNotice(IActorRef dead) =>
        await ExpectMsgAsync<Watcher.Notice>(notice => notice.Terminated.ActorRef.Equals(dead));

    private async Task Watching()
    {
        _watcher.Tell(new Watcher.Begin(_watched));
        await ExpectMsgAsync("watching");
    }
}
