namespace Broker.KernelTests.Conformance;

public class AskSpec : TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);
    private readonly IActorRef _echo;

    public AskSpec() => _echo = Sys.ActorOf(Echo.Props);

    [Fact]
    public async Task Returns_the_answer() => Assert.Equal("hi", await _echo.Ask<string>("hi", Do.Limit));

    [Fact]
    public async Task Returns_an_answer_of_any_type_as_object() =>
        Assert.Equal(7, await _echo.Ask(7, Do.Limit));

    [Fact]
    public async Task Without_an_answer_in_time_it_throws()
    {
        var silent = Sys.ActorOf(Props.Empty);
        await Assert.ThrowsAsync<AskTimeoutException>(() => silent.Ask<string>("hi", Short));
    }

    [Fact]
    public async Task An_answer_of_another_type_throws() =>
        await Assert.ThrowsAsync<ArgumentException>(() => _echo.Ask<string>(7, Do.Limit));

    [Fact]
    public async Task A_failure_as_answer_throws_its_cause()
    {
        var failure = new Status.Failure(new NotSupportedException("not today"));
        var thrown = await Assert.ThrowsAsync<NotSupportedException>(
            () => _echo.Ask<string>(failure, Do.Limit));
        Assert.Equal("not today", thrown.Message);
    }

    [Fact]
    public async Task A_failure_is_an_answer_when_it_is_asked_for()
    {
        var failure = new Status.Failure(new NotSupportedException());
        Assert.Same(failure, await _echo.Ask<Status>(failure, Do.Limit));
    }

    [Fact]
    public async Task A_cancelled_token_cancels_it()
    {
        using var cancellation = new CancellationTokenSource();
        var answer = Sys.ActorOf(Props.Empty).Ask<string>("hi", cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task The_message_may_be_made_from_the_ref_to_answer_to()
    {
        var subject = Sys.ActorOf(Props.Create(() => new AnswersTheRefInside()));
        Assert.Equal("answer", await subject.Ask<string>(sender => new Question(sender), Do.Limit, default));
    }

    [Fact]
    public async Task Each_question_gets_its_own_answer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => _echo.Ask<int>(i, Do.Limit)));
        Assert.Equal(Enumerable.Range(0, 100), answers);
    }

    [Fact]
    public async Task A_second_answer_is_a_dead_letter()
    {
        await EventFilter.DeadLetter<string>(text => text == "second").ExpectOneAsync(async () =>
        {
            var twice = Sys.ActorOf(Props.Create(() => new AnswersTwice()));
            Assert.Equal("first", await twice.Ask<string>("hi", Do.Limit));
        });
    }

    [Fact]
    public async Task Asking_the_dead_times_out()
    {
        Watch(_echo);
        Sys.Stop(_echo);
        await ExpectTerminatedAsync(_echo);
        await Assert.ThrowsAsync<AskTimeoutException>(() => _echo.Ask<string>("hi", Short));
    }

    [Fact]
    public async Task A_selection_can_be_asked() =>
        Assert.Equal("hi", await Sys.ActorSelection(_echo.Path).Ask<string>("hi", Do.Limit));

    [Fact]
    public async Task PipeTo_sends_the_result()
    {
        await Task.FromResult("done").PipeTo(TestActor, _echo);
        await ExpectMsgFromAsync(_echo, "done");
    }

    [Fact]
    public async Task PipeTo_sends_a_failure()
    {
        await Task.FromException<string>(new NotSupportedException("broken")).PipeTo(TestActor);
        Assert.Equal("broken", (await ExpectMsgAsync<Status.Failure>()).Cause.Message);
    }

    [Fact]
    public async Task PipeTo_can_make_its_own_messages_of_both()
    {
        await Task.FromResult(1).PipeTo(TestActor, success: n => $"got {n}");
        await Task.FromException<int>(new NotSupportedException("x")).PipeTo(
            TestActor, failure: e => $"lost {e.Message}");
        await ExpectMsgAsync("got 1");
        await ExpectMsgAsync("lost x");
    }

    [Fact]
    public async Task PipeTo_of_a_task_without_result_sends_nothing_when_it_succeeds()
    {
        await Task.CompletedTask.PipeTo(TestActor);
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task GracefulStop_is_true_when_the_actor_has_ended()
    {
        Assert.True(await _echo.GracefulStop(Do.Limit));
        await EventFilter.DeadLetter<string>().ExpectOneAsync(() =>
        {
            _echo.Tell("x");
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task GracefulStop_is_false_when_it_takes_too_long()
    {
        using var gate = new ManualResetEventSlim();
        var subject = Sys.ActorOf(Subject.PropsFor(CreateTestProbe()));
        subject.Tell(Do.Run(_ => gate.Wait(Do.Limit)));
        Assert.False(await subject.GracefulStop(Short));
        gate.Set();
    }

    public sealed record Question(IActorRef From);

    private sealed class AnswersTheRefInside : UntypedActor
    {
        protected override void OnReceive(object message) => ((Question)message).From.Tell("answer");
    }

    private sealed class AnswersTwice : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            Sender.Tell("first");
            Sender.Tell("second");
        }
    }
}
