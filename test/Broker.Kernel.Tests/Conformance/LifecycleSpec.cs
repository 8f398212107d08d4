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

    [Fact]
    public async Task A_throwing_constructor_stops_the_actor_and_is_logged()
    {
        await EventFilter.Exception<ActorInitializationException>().ExpectOneAsync(async () =>
        {
            var actor = Sys.ActorOf(Props.Create(() => new ThrowsWhenMade()));
            Watch(actor);
            await ExpectTerminatedAsync(actor);
        });
    }

    [Fact]
    public async Task A_throwing_PreStart_stops_the_actor_without_PostStop()
    {
        await EventFilter.Exception<ActorInitializationException>().ExpectOneAsync(async () =>
        {
            var actor = Sys.ActorOf(Props.Create(() => new ThrowsInPreStart(TestActor)));
            Watch(actor);
            await ExpectTerminatedAsync(actor);
        });
    }

    [Fact]
    public async Task A_throwing_PostStop_is_logged_and_the_actor_ends_all_the_same()
    {
        var actor = Sys.ActorOf(Props.Create(() => new ThrowsInPostStop()));
        Watch(actor);
        await EventFilter.Exception<NotSupportedException>().ExpectOneAsync(async () =>
        {
            Sys.Stop(actor);
            await ExpectTerminatedAsync(actor);
        });
    }

    [Fact]
    public async Task A_disposable_actor_is_disposed_after_its_end()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Disposing(TestActor)));
        Sys.Stop(actor);
        await ExpectMsgAsync("PostStop");
        await ExpectMsgAsync("disposed");
    }

    [Fact]
    public async Task A_childs_name_is_free_when_the_parent_is_told_of_its_end()
    {
        var subject = Sys.ActorOf(Props.Create(() => new Renewer(TestActor)));
        var first = await ExpectMsgAsync<IActorRef>();
        first.Tell(PoisonPill.Instance);
        var second = await ExpectMsgAsync<IActorRef>();

        Assert.Equal(first.Path, second.Path);
        Assert.NotEqual(first.Path.Uid, second.Path.Uid);
        Assert.NotEqual(first, second);
        Assert.Equal(subject.Path, second.Path.Parent);
    }

    [Fact]
    public async Task The_ref_of_a_former_incarnation_does_not_reach_the_next_one()
    {
        Sys.ActorOf(Props.Create(() => new Renewer(TestActor)));
        var first = await ExpectMsgAsync<IActorRef>();
        first.Tell(PoisonPill.Instance);
        var second = await ExpectMsgAsync<IActorRef>();

        await EventFilter.DeadLetter<string>().ExpectOneAsync(() =>
        {
            first.Tell("to the first", TestActor);
            return Task.CompletedTask;
        });
        second.Tell("to the second", TestActor);
        await ExpectMsgAsync("to the second");
    }

    [Fact]
    public async Task No_child_can_be_started_while_stopping()
    {
        var actor = Sys.ActorOf(Props.Create(() => new StartsChildInPostStop(TestActor)));
        Sys.Stop(actor);
        await ExpectMsgAsync(nameof(InvalidOperationException));
    }

    private async Task<IActorRef> Started()
    {
        var subject = Sys.ActorOf(Subject.PropsFor(TestActor));
        await ExpectMsgAsync("PreStart");
        return subject;
    }

    private sealed class ThrowsWhenMade : UntypedActor
    {
        public ThrowsWhenMade() => throw new NotSupportedException("cannot be");

        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class ThrowsInPreStart(IActorRef listener) : UntypedActor
    {
        protected override void PreStart() => throw new NotSupportedException("cannot start");

        protected override void PostStop() => listener.Tell("PostStop");

        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class ThrowsInPostStop : UntypedActor
    {
        protected override void PostStop() => throw new NotSupportedException("cannot stop");

        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class Disposing(IActorRef listener) : UntypedActor, IDisposable
    {
        public void Dispose() => listener.Tell("disposed");

        protected override void PostStop() => listener.Tell("PostStop");

        protected override void OnReceive(object message) => Unhandled(message);
    }

    private sealed class StartsChildInPostStop(IActorRef listener) : UntypedActor
    {
        protected override void PreStart() => Context.ActorOf(Echo.Props);

        protected override void PostStop() =>
            listener.Tell(Record.Exception(() => Context.ActorOf(Echo.Props)).GetType().Name);

        protected override void OnReceive(object message) => Unhandled(message);
    }

    /// <summary>Keeps one child of one name: when it ends, starts the next.</summary>
    private sealed class Renewer(IActorRef listener) : UntypedActor
    {
        protected override void PreStart() => Renew();

        protected override void OnReceive(object message)
        {
            if (message is Terminated) Renew();
            else Unhandled(message);
        }

        private void Renew() => listener.Tell(Context.Watch(Context.ActorOf(Echo.Props, "one")));
    }
}
