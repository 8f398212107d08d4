namespace Broker.KernelTests.Conformance;

public class SupervisionSpec : TestKit
{
    [Fact]
    public async Task A_failure_restarts_by_default_on_a_fresh_instance()
    {
        var child = Child(null);
        child.Tell(Counting.Count);
        child.Tell(Do.Fail());
        child.Tell(Counting.Count);
        await ExpectMsgAsync(1);
        await ExpectMsgAsync(1);
    }

    [Fact]
    public async Task A_restart_keeps_the_ref_and_what_waits_in_the_mailbox()
    {
        var child = Child(null);
        child.Tell(Do.Fail());
        for (var i = 0; i < 100; i++) child.Tell(Counting.Count);
        for (var i = 1; i <= 100; i++) await ExpectMsgFromAsync(child, i);
    }

    [Fact]
    public async Task The_message_that_failed_is_not_delivered_again()
    {
        var child = Sys.ActorOf(Subject.PropsFor(TestActor));
        await ExpectMsgAsync("PreStart");
        child.Tell(Do.Fail());
        await ExpectHooks();
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task The_hooks_run_in_order_around_a_restart()
    {
        var child = Sys.ActorOf(Subject.PropsFor(TestActor));
        await ExpectMsgAsync("PreStart");
        child.Tell(Do.Fail());
        child.Tell("after");
        await ExpectHooks();
        await ExpectMsgAsync("after");
    }

    [Fact]
    public async Task PreRestart_sees_the_failure_and_its_message()
    {
        var child = Sys.ActorOf(Props.Create(() => new Witness(TestActor)));
        var failure = Do.Fail("seen");
        child.Tell(failure);
        var (reason, message) = await ExpectMsgAsync<(Exception, object)>();
        Assert.Same(failure, reason);
        Assert.Same(failure, message);
    }

    [Fact]
    public async Task Resume_keeps_the_state()
    {
        var child = Child(new OneForOneStrategy(_ => Directive.Resume));
        child.Tell(Counting.Count);
        child.Tell(Do.Fail());
        child.Tell(Counting.Count);
        await ExpectMsgAsync(1);
        await ExpectMsgAsync(2);
    }

    [Fact]
    public async Task Stop_ends_it()
    {
        var child = Child(new OneForOneStrategy(_ => Directive.Stop));
        Watch(child);
        child.Tell(Do.Fail());
        await ExpectTerminatedAsync(child);
    }

    [Fact]
    public async Task The_decider_sees_the_failure()
    {
        var failure = Do.Fail("decide this");
        var child = Child(new OneForOneStrategy(cause =>
        {
            TestActor.Tell(cause);
            return Directive.Resume;
        }));
        child.Tell(failure);
        Assert.Same(failure, await ExpectMsgAsync<Exception>());
    }

    [Fact]
    public async Task A_table_decides_by_the_first_type_that_fits()
    {
        var child = Child(new OneForOneStrategy(Decider.From(
            Directive.Resume,
            Directive.Stop.When<ArgumentException>(),
            Directive.Resume.When<ArgumentNullException>())));
        Watch(child);
        child.Tell(new InvalidOperationException());
        child.Tell(Counting.Count);
        await ExpectMsgAsync(1);
        child.Tell(new ArgumentNullException());
        await ExpectTerminatedAsync(child);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task After_the_allowed_number_of_restarts_the_next_failure_stops(int allowed)
    {
        var child = Child(new OneForOneStrategy(allowed, (TimeSpan?)null, _ => Directive.Restart));
        Watch(child);
        for (var i = 0; i < allowed; i++)
        {
            child.Tell(Do.Fail());
            child.Tell(Counting.Count);
            await ExpectMsgAsync(1);
        }
        child.Tell(Do.Fail());
        await ExpectTerminatedAsync(child);
    }

    [Fact]
    public async Task Children_are_stopped_on_a_restart()
    {
        var parent = Sys.ActorOf(Subject.PropsFor(CreateTestProbe()));
        var child = await ChildOf(parent);
        Watch(child);
        parent.Tell(Do.Fail());
        await ExpectTerminatedAsync(child);
    }

    [Fact]
    public async Task A_restart_waits_for_the_children_to_end()
    {
        var parent = Sys.ActorOf(Subject.PropsFor(TestActor));
        await ExpectMsgAsync("PreStart");
        parent.Tell(Do.Run(context => context.ActorOf(Subject.PropsFor(TestActor), "child")));
        await ExpectMsgAsync("PreStart");
        parent.Tell(Do.Fail());

        await ExpectMsgAsync("PreRestart");
        await ExpectMsgAllOfAsync(["PostStop", "PostStop"]).ToListAsync();
        await ExpectMsgFromAsync(parent, "PostRestart");
    }

    [Fact]
    public async Task Children_that_PreRestart_spares_are_restarted_with_their_parent()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Sparing()));
        var child = await parent.Ask<IActorRef>(Subject.PropsFor(TestActor), Do.Limit);
        await ExpectMsgAsync("PreStart");
        parent.Tell(Do.Fail());
        await ExpectHooks();
        child.Tell("alive");
        await ExpectMsgAsync("alive");
    }

    [Fact]
    public async Task Escalation_makes_the_parent_fail_with_the_childs_cause()
    {
        var failure = Do.Fail("escalated");
        var (parent, child) = await Family(new OneForOneStrategy(_ => Directive.Escalate), cause =>
        {
            TestActor.Tell(cause);
            return Directive.Stop;
        });
        Watch(parent);
        child.Tell(failure);
        Assert.Same(failure, await ExpectMsgAsync<Exception>());
        await ExpectTerminatedAsync(parent);
    }

    [Fact]
    public async Task When_an_escalation_is_forgiven_the_child_goes_on_with_its_state()
    {
        var (_, child) = await Family(new OneForOneStrategy(_ => Directive.Escalate), _ => Directive.Resume);
        child.Tell(Counting.Count);
        child.Tell(Do.Fail());
        child.Tell(Counting.Count);
        await ExpectMsgAsync(1);
        await ExpectMsgAsync(2);
    }

    [Fact]
    public async Task After_an_escalation_was_forgiven_the_next_failure_is_escalated_again()
    {
        var (_, child) = await Family(new OneForOneStrategy(_ => Directive.Escalate), cause =>
        {
            TestActor.Tell(cause.Message);
            return Directive.Resume;
        });
        child.Tell(Do.Fail("first"));
        await ExpectMsgAsync("first");
        child.Tell(Do.Fail("second"));
        await ExpectMsgAsync("second");
    }

    [Fact]
    public async Task A_throwing_decider_makes_the_supervisor_itself_fail()
    {
        var (parent, child) = await Family(new OneForOneStrategy(Throwing), _ => Directive.Stop);
        Watch(parent);
        await EventFilter.Exception<NotSupportedException>().ExpectOneAsync(async () =>
        {
            child.Tell(Do.Fail());
            await ExpectTerminatedAsync(parent);
        });
    }

    private async Task<(IActorRef Parent, IActorRef Child)> Family(
        SupervisorStrategy parents, Func<Exception, Directive> grandparents)
    {
        var strategy = new OneForOneStrategy(grandparents);
        var grandparent = Sys.ActorOf(Props.Create(() => new Parent(strategy)));
        var parent = await grandparent.Ask<IActorRef>(Props.Create(() => new Parent(parents)), Do.Limit);
        return (parent, await parent.Ask<IActorRef>(Props.Create(() => new Counting()), Do.Limit));
    }

    private static Directive Throwing(Exception cause) => throw new NotSupportedException("no idea", cause);

    private IActorRef Child(SupervisorStrategy? strategy) => strategy is null
        ? Sys.ActorOf(Props.Create(() => new Counting()))
        : Sys.ActorOf(Props.Create(() => new Parent(strategy)))
            .Ask<IActorRef>(Props.Create(() => new Counting()), Do.Limit).Result;

    private static Task<IActorRef> ChildOf(IActorRef parent)
    {
        var child = new TaskCompletionSource<IActorRef>();
        parent.Tell(Do.Run(context => child.SetResult(context.ActorOf(Echo.Props))), ActorRefs.NoSender);
        return child.Task;
    }

    private async Task ExpectHooks()
    {
        foreach (var hook in new[] { "PreRestart", "PostStop", "PostRestart", "PreStart" })
            await ExpectMsgAsync(hook);
    }

    private sealed class Witness(IActorRef listener) : UntypedActor
    {
        protected override void OnReceive(object message) => throw (Exception)message;

        protected override void PreRestart(Exception reason, object message) =>
            listener.Tell((reason, message));
    }
}
