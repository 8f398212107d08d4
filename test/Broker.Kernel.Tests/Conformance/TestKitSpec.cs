using Xunit.Sdk;

namespace Broker.KernelTests.Conformance;

public class TestKitSpec : TestKit
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Expecting_another_message_fails()
    {
        TestActor.Tell("actual");
        await Assert.ThrowsAnyAsync<XunitException>(async () => await ExpectMsgAsync("expected"));
    }

    [Fact]
    public async Task Expecting_another_type_fails()
    {
        TestActor.Tell("text");
        await Assert.ThrowsAnyAsync<XunitException>(async () => await ExpectMsgAsync<int>());
    }

    [Fact]
    public async Task Expecting_a_message_that_does_not_come_fails() =>
        await Assert.ThrowsAnyAsync<XunitException>(async () => await ExpectMsgAsync<string>(Short));

    [Fact]
    public async Task Expecting_no_message_fails_when_one_comes()
    {
        TestActor.Tell("text");
        await Assert.ThrowsAnyAsync<XunitException>(async () => await ExpectNoMsgAsync(Short));
    }

    [Fact]
    public async Task Fishing_skips_what_does_not_match()
    {
        for (var i = 0; i < 5; i++) TestActor.Tell(i);
        Assert.Equal(3, await FishForMessageAsync<int>(i => i == 3));
        await ExpectMsgAsync(4);
    }

    [Fact]
    public async Task Messages_can_be_expected_in_any_order()
    {
        TestActor.Tell(2);
        TestActor.Tell(1);
        await ExpectMsgAllOfAsync([1, 2]).ToListAsync();
    }

    [Fact]
    public async Task A_number_of_messages_can_be_received()
    {
        for (var i = 0; i < 3; i++) TestActor.Tell(i);
        Assert.Equal([0, 1, 2], await ReceiveNAsync(3).ToListAsync());
    }

    [Fact]
    public async Task A_probe_stands_for_its_actor()
    {
        var probe = CreateTestProbe("named");
        Sys.ActorOf(Echo.Props).Tell("hi", probe);
        await probe.ExpectMsgAsync("hi");
        Assert.Equal(probe.Ref, probe);
        Assert.StartsWith("named", probe.Ref.Path.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_probe_replies_to_the_last_sender()
    {
        var probe = CreateTestProbe();
        probe.Ref.Tell("question", TestActor);
        await probe.ExpectMsgAsync("question");
        Assert.Equal(TestActor, probe.Sender);
        probe.Reply("answer");
        await ExpectMsgFromAsync(probe, "answer");
    }

    [Fact]
    public async Task A_probe_forwards_with_the_sender_kept()
    {
        var (first, second) = (CreateTestProbe(), CreateTestProbe());
        first.Ref.Tell("pass it on", TestActor);
        await first.ExpectMsgAsync("pass it on");
        first.Forward(second);
        await second.ExpectMsgFromAsync(TestActor, "pass it on");
    }

    [Fact]
    public async Task A_probe_sends_as_itself()
    {
        var probe = CreateTestProbe();
        probe.Send(Sys.ActorOf(Echo.Props), "hi");
        await probe.ExpectMsgAsync("hi");
    }

    [Fact]
    public async Task A_probe_can_be_a_parent()
    {
        var probe = CreateTestProbe();
        var child = probe.ChildActorOf(Props.Create(() => new TellsItsParent()), "child");
        await probe.ExpectMsgFromAsync(child, "hello, parent");
        Assert.Equal(probe.Ref.Path, child.Path.Parent);
    }

    [Fact]
    public async Task A_probe_can_be_stopped_like_an_actor()
    {
        var probe = CreateTestProbe();
        Watch(probe);
        Sys.Stop(probe);
        await ExpectTerminatedAsync(probe);
    }

    [Fact]
    public async Task An_assertion_is_repeated_until_it_holds()
    {
        var tries = 0;
        await AwaitAssertAsync(() => Assert.Equal(3, ++tries));
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task A_condition_is_awaited()
    {
        var tries = 0;
        await AwaitConditionAsync(() => Task.FromResult(++tries == 3));
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task A_missing_event_fails() => await Assert.ThrowsAnyAsync<XunitException>(
        () => EventFilter.Error().ExpectAsync(1, Short, () => Task.CompletedTask));

    private sealed class TellsItsParent : UntypedActor
    {
        protected override void PreStart() => Context.Parent.Tell("hello, parent");

        protected override void OnReceive(object message) => Unhandled(message);
    }
}
