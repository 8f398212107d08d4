namespace Broker.KernelTests.Conformance;

public class SupervisionOfManySpec : TestKit
{
    [Fact]
    public async Task One_for_one_leaves_the_siblings_alone()
    {
        var (failing, sibling) = await Siblings(new OneForOneStrategy(_ => Directive.Restart));
        failing.Tell(Do.Fail());
        sibling.Tell(Counting.Count);
        await ExpectMsgAsync(2);
    }

    [Fact]
    public async Task All_for_one_restarts_the_siblings_too()
    {
        var (failing, sibling) = await Siblings(new AllForOneStrategy(_ => Directive.Restart));
        failing.Tell(Do.Fail());
        await AwaitAssertAsync(async () => Assert.Equal(1, await sibling.Ask<int>(Counting.Count, Do.Limit)));
    }

    [Fact]
    public async Task All_for_one_stops_the_siblings_too()
    {
        var (failing, sibling) = await Siblings(new AllForOneStrategy(_ => Directive.Stop));
        Watch(failing);
        Watch(sibling);
        failing.Tell(Do.Fail());
        var dead = new[] { (await ExpectMsgAsync<Terminated>()).ActorRef, (
            await ExpectMsgAsync<Terminated>()).ActorRef };
        Assert.Contains(failing, dead);
        Assert.Contains(sibling, dead);
    }

    [Fact]
    public async Task All_for_one_stops_all_after_the_allowed_number_of_restarts()
    {
        var (failing, sibling) = await Siblings(
            new AllForOneStrategy(1, (TimeSpan?)null, _ => Directive.Restart));
        Watch(sibling);
        failing.Tell(Do.Fail());
        failing.Tell(Do.Fail());
        await ExpectTerminatedAsync(sibling);
    }

    [Fact]
    public async Task A_time_range_limits_the_restarts_within_it()
    {
        var strategy = new OneForOneStrategy(2, TimeSpan.FromMinutes(5), _ => Directive.Restart);
        var (child, _) = await Siblings(strategy);
        Watch(child);
        for (var i = 0; i < 3; i++) child.Tell(Do.Fail());
        await ExpectTerminatedAsync(child);
    }

    [Fact]
    public async Task The_strategy_of_the_props_goes_before_the_actors_own()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent(new OneForOneStrategy(_ => Directive.Restart)))
            .WithSupervisorStrategy(new OneForOneStrategy(_ => Directive.Stop)));
        var child = await parent.Ask<IActorRef>(Props.Create(() => new Counting()), Do.Limit);
        Watch(child);
        child.Tell(Do.Fail());
        await ExpectTerminatedAsync(child);
    }

    [Fact]
    public async Task A_child_that_cannot_be_made_is_stopped_and_its_siblings_live()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent(SupervisorStrategy.DefaultStrategy)));
        var sibling = await parent.Ask<IActorRef>(Props.Create(() => new Counting()), Do.Limit);
        var failing = await parent.Ask<IActorRef>(Props.Create(() => new SecondTime(new Switch())), Do.Limit);
        Watch(failing);
        await ExpectTerminatedAsync(failing);
        sibling.Tell(Counting.Count);
        await ExpectMsgAsync(1);
    }

    [Fact]
    public async Task A_constructor_that_throws_after_a_restart_stops_the_actor()
    {
        var actor = Sys.ActorOf(Props.Create(() => new OnlyOnce(new Switch())));
        Watch(actor);
        actor.Tell("fail");
        await ExpectTerminatedAsync(actor);
    }

    [Fact]
    public async Task A_creation_that_is_tried_again_may_succeed()
    {
        var parent = Sys.ActorOf(
            Props.Create(() => new Parent(new OneForOneStrategy(_ => Directive.Restart))));
        var child = await parent.Ask<IActorRef>(Props.Create(() => new SecondTime(new Switch())), Do.Limit);
        child.Tell("hello");
        await ExpectMsgAsync("hello");
    }

    [Fact]
    public async Task A_throwing_PreRestart_does_not_stop_the_restart()
    {
        var actor = Sys.ActorOf(Props.Create(() => new ThrowsInPreRestart()));
        await EventFilter.Exception<PreRestartException>().ExpectOneAsync(() =>
        {
            actor.Tell("fail");
            return Task.CompletedTask;
        });
        actor.Tell("hello");
        await ExpectMsgAsync("hello");
    }

    [Fact]
    public async Task A_failure_is_logged_once_with_its_cause_and_the_actors_path()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Counting()), "failing");
        await EventFilter.Exception<InvalidOperationException>(
            message: "as told", source: actor.Path.ToString())
            .ExpectOneAsync(() =>
            {
                actor.Tell(Do.Fail());
                return Task.CompletedTask;
            });
    }

    [Fact]
    public async Task A_failure_that_is_resumed_is_logged_as_a_warning()
    {
        var (failing, _) = await Siblings(new OneForOneStrategy(_ => Directive.Resume));
        await EventFilter.Warning(contains: "as told").ExpectOneAsync(() =>
        {
            failing.Tell(Do.Fail());
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_strategy_can_be_told_not_to_log()
    {
        var (failing, _) = await Siblings(
            new OneForOneStrategy(-1, -1, _ => Directive.Restart, loggingEnabled: false));
        await EventFilter.Exception<InvalidOperationException>().ExpectAsync(
            0, TimeSpan.FromMilliseconds(100), () =>
        {
            failing.Tell(Do.Fail());
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Failures_in_a_row_are_all_dealt_with()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Counting()));
        for (var i = 0; i < 50; i++) actor.Tell(Do.Fail());
        actor.Tell(Counting.Count);
        await ExpectMsgAsync(1);
    }

    [Fact]
    public async Task Messages_told_by_a_child_that_failed_are_kept()
    {
        var subject = Sys.ActorOf(Subject.PropsFor(TestActor));
        await ExpectMsgAsync("PreStart");
        subject.Tell(Do.Run(context =>
        {
            context.Self.Tell("told before the failure");
            throw Do.Fail();
        }));
        foreach (var hook in new[] { "PreRestart", "PostStop", "PostRestart", "PreStart" })
            await ExpectMsgAsync(hook);
        await ExpectMsgAsync("told before the failure");
    }

    private async Task<(IActorRef First, IActorRef Second)> Siblings(SupervisorStrategy strategy)
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent(strategy)));
        var first = await parent.Ask<IActorRef>(Props.Create(() => new Counting()), Do.Limit);
        var second = await parent.Ask<IActorRef>(Props.Create(() => new Counting()), Do.Limit);
        second.Tell(Counting.Count);
        await ExpectMsgAsync(1);
        return (first, second);
    }

    public sealed class Switch
    {
        public bool IsOn { get; set; }
    }

    private sealed class OnlyOnce : UntypedActor
    {
        public OnlyOnce(Switch made)
        {
            if (made.IsOn) throw new NotSupportedException("only once");
            made.IsOn = true;
        }

        protected override void OnReceive(object message) => throw Do.Fail();
    }

    private sealed class SecondTime : UntypedActor
    {
        public SecondTime(Switch tried)
        {
            if (tried.IsOn) return;
            tried.IsOn = true;
            throw new NotSupportedException("not the first time");
        }

        protected override void OnReceive(object message) => Sender.Tell(message);
    }

    private sealed class ThrowsInPreRestart : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is "fail") throw Do.Fail();
            Sender.Tell(message);
        }

        protected override void PreRestart(Exception reason, object message) =>
            throw new NotSupportedException();
    }
}
