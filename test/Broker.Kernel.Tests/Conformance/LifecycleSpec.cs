namespace Broker.KernelTests.Conformance;

public class LifecycleSpec : TestKit
{
    [Fact]
    public async Task PreStart_runs_before_the_first_message()
    {
        Sys.ActorOf(Subject.PropsFor(TestActor)).Tell("first");
        await ExpectMsgAsync("PreStart");
        await ExpectMsgAsync("first");
    }

    [Fact]
    public async Task PostStop_runs_after_the_message_at_hand()
    {
        var subject = await Started();
        subject.Tell(Do.Run(context =>
        {
            context.Stop(context.Self);
            TestActor.Tell("still here");
        }));
        await ExpectMsgAsync("still here");
        await ExpectMsgAsync("PostStop");
    }

    [Fact]
    public async Task Stop_leaves_what_waits_in_the_mailbox_to_the_dead_letters()
    {
        var subject = await Started();
        await EventFilter.DeadLetter<string>(text => text == "too late").ExpectOneAsync(async () =>
        {
            subject.Tell(Do.Run(context => context.Stop(context.Self)));
            subject.Tell("too late");
            await ExpectMsgAsync("PostStop");
        });
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task A_message_to_self_during_the_stop_becomes_a_dead_letter()
    {
        var subject = await Started();
        await EventFilter.DeadLetter<string>().ExpectOneAsync(async () =>
        {
            subject.Tell(Do.Run(context =>
            {
                context.Stop(context.Self);
                context.Self.Tell("to myself");
            }));
            await ExpectMsgAsync("PostStop");
        });
    }

    [Fact]
    public async Task What_was_left_in_the_mailbox_is_lost_before_a_watcher_is_told()
    {
        var subject = Sys.ActorOf(Subject.PropsFor(CreateTestProbe()));
        Watch(subject);
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        subject.Tell(Do.Run(context =>
        {
            context.Stop(context.Self);
            for (var i = 0; i < 10; i++) context.Self.Tell(i);
        }));
        for (var i = 0; i < 10; i++) Assert.Equal(i, (await ExpectMsgAsync<DeadLetter>()).Message);
        await ExpectTerminatedAsync(subject);
    }

    [Fact]
    public async Task A_poison_pill_waits_for_its_turn()
    {
        var subject = await Started();
        subject.Tell("before");
        subject.Tell(PoisonPill.Instance);
        await ExpectMsgAsync("before");
        await ExpectMsgAsync("PostStop");
    }

    [Fact]
    public async Task Kill_makes_the_supervisor_stop_it_by_default()
    {
        var subject = await Started();
        Watch(subject);
        await EventFilter.Exception<ActorKilledException>().ExpectOneAsync(async () =>
        {
            subject.Tell(Kill.Instance);
            await ExpectMsgAsync("PostStop");
        });
        await ExpectTerminatedAsync(subject);
    }

    [Fact]
    public async Task Children_stop_before_their_parent()
    {
        var subject = await Started();
        subject.Tell(Do.Run(context => context.ActorOf(Subject.PropsFor(TestActor), "child")));
        await ExpectMsgAsync("PreStart");
        Sys.Stop(subject);

        await ExpectMsgAsync<string>((text, sender) => text == "PostStop" && sender.Path.Name == "child");
        await ExpectMsgAsync<string>((text, sender) => text == "PostStop" && sender.Equals(subject));
    }

    [Fact]
    public async Task A_whole_tree_stops_from_the_leaves_up()
    {
        var subject = await Started();
        var grow = Do.Run(_ => { });
        grow = Do.Run(context => context.ActorOf(Subject.PropsFor(TestActor), "x").Tell(Do.Run(
            inner => inner.ActorOf(Subject.PropsFor(TestActor), "y"))));
        subject.Tell(grow);
        await ExpectMsgAsync("PreStart");
        await ExpectMsgAsync("PreStart");
        Sys.Stop(subject);

        foreach (var name in new[] { "y", "x", subject.Path.Name })
            await ExpectMsgAsync<string>((text, sender) => text == "PostStop" && sender.Path.Name == name);
    }

    [Fact]
    public async Task Stopping_twice_is_stopping_once()
    {
        var subject = await Started();
        Sys.Stop(subject);
        Sys.Stop(subject);
        await ExpectMsgAsync("PostStop");
        await ExpectNoMsgAsync(Do.Quiet);
    }

    private async Task<IActorRef> Started()
    {
        var subject = Sys.ActorOf(Subject.PropsFor(TestActor));
        await ExpectMsgAsync("PreStart");
        return subject;
    }
}
