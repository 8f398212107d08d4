namespace Broker.KernelTests.Conformance;

public class TellSpec : TestKit
{
    [Fact]
    public async Task Delivers_a_message_to_the_actor()
    {
        var echo = Sys.ActorOf(Echo.Props);
        echo.Tell("hello", TestActor);
        await ExpectMsgAsync("hello");
    }

    [Fact]
    public async Task Keeps_the_order_of_one_sender()
    {
        var echo = Sys.ActorOf(Echo.Props);
        for (var i = 0; i < 1_000; i++) echo.Tell(i, TestActor);
        for (var i = 0; i < 1_000; i++) await ExpectMsgAsync(i);
    }

    [Fact]
    public async Task Without_a_sender_inside_of_a_spec_the_test_actor_is_the_sender()
    {
        var echo = Sys.ActorOf(Echo.Props);
        echo.Tell("first");
        await ExpectMsgAsync("first");
        echo.Tell("after an await");
        await ExpectMsgAsync("after an await");
    }

    [Fact]
    public async Task Ask_returns_the_answer() =>
        Assert.Equal("hi", await Sys.ActorOf(Echo.Props).Ask<string>("hi", TimeSpan.FromSeconds(3)));

    [Fact]
    public async Task Watch_tells_of_the_end()
    {
        var echo = Sys.ActorOf(Echo.Props, "echo");
        Watch(echo);
        echo.Tell(PoisonPill.Instance);
        await ExpectTerminatedAsync(echo);
    }
}
