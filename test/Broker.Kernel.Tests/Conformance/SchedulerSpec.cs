namespace Broker.KernelTests.Conformance;

public class SchedulerSpec : TestKit
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public SchedulerSpec()
        : base(TestConfigs.TestSchedulerConfig)
    {
    }

    private TestScheduler Clock => (TestScheduler)Sys.Scheduler;

    [Fact]
    public async Task A_message_is_told_once_when_due()
    {
        Sys.Scheduler.ScheduleTellOnce(Second, TestActor, "due", ActorRefs.NoSender);
        Clock.Advance(Second);
        await ExpectMsgAsync("due");
        Clock.Advance(Second);
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task A_message_is_told_with_its_sender()
    {
        var probe = CreateTestProbe();
        Sys.Scheduler.ScheduleTellOnce(Second, TestActor, "due", probe);
        Clock.Advance(Second);
        await ExpectMsgFromAsync(probe, "due");
    }

    [Fact]
    public async Task A_message_is_told_repeatedly_until_cancelled()
    {
        var cancelable = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(
            TimeSpan.Zero, Second, TestActor, "again", ActorRefs.NoSender);
        Clock.Advance(TimeSpan.Zero);
        await ExpectMsgAsync("again");
        Clock.Advance(Second);
        await ExpectMsgAsync("again");
        cancelable.Cancel();
        Clock.Advance(Second);
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task A_cancelled_message_is_not_told()
    {
        var cancelable = Sys.Scheduler.ScheduleTellOnceCancelable(
            Second, TestActor, "never", ActorRefs.NoSender);
        cancelable.Cancel();
        Assert.True(cancelable.IsCancellationRequested);
        Clock.Advance(Second);
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task What_is_due_earlier_is_told_earlier()
    {
        Sys.Scheduler.ScheduleTellOnce(Second * 2, TestActor, "second", ActorRefs.NoSender);
        Sys.Scheduler.ScheduleTellOnce(Second, TestActor, "first", ActorRefs.NoSender);
        Clock.Advance(Second * 2);
        await ExpectMsgAsync("first");
        await ExpectMsgAsync("second");
    }

    [Fact]
    public void An_action_is_run_when_due()
    {
        var runs = 0;
        Sys.Scheduler.Advanced.ScheduleOnce(Second, () => runs++);
        Clock.Advance(Second / 2);
        Assert.Equal(0, runs);
        Clock.Advance(Second / 2);
        Assert.Equal(1, runs);
    }

    [Fact]
    public void The_clock_moves_as_it_is_told()
    {
        var before = Sys.Scheduler.Now;
        Clock.Advance(Second);
        Assert.Equal(before + Second, Sys.Scheduler.Now);
        Clock.AdvanceTo(before + (Second * 5));
        Assert.Equal(before + (Second * 5), Sys.Scheduler.Now);
    }
}
