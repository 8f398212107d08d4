namespace Broker.KernelTests.Conformance;

public class SelectionSpec : TestKit
{
    private readonly IActorRef _echo;

    public SelectionSpec() => _echo = Sys.ActorOf(Echo.Props, "echo");

    [Theory]
    [InlineData("/user/echo")]
    [InlineData("akka://test/user/echo")]
    [InlineData("/user/ech*")]
    [InlineData("/user/e?ho")]
    public async Task A_selection_reaches_the_actor_at_its_path(string path)
    {
        Sys.ActorSelection(path).Tell("hi", TestActor);
        await ExpectMsgFromAsync(_echo, "hi");
    }

    [Fact]
    public async Task A_selection_can_be_made_of_a_path()
    {
        Sys.ActorSelection(_echo.Path).Tell("hi", TestActor);
        await ExpectMsgAsync("hi");
    }

    [Fact]
    public async Task A_pattern_reaches_all_that_match()
    {
        Sys.ActorOf(Echo.Props, "echo2");
        Sys.ActorOf(Echo.Props, "other");
        Sys.ActorSelection("/user/echo*").Tell("hi", TestActor);
        await ExpectMsgAsync("hi");
        await ExpectMsgAsync("hi");
        await ExpectNoMsgAsync(Do.Quiet);
    }

    [Fact]
    public async Task A_relative_path_begins_at_the_actor()
    {
        var parent = Sys.ActorOf(Subject.PropsFor(CreateTestProbe()), "parent");
        parent.Tell(Do.Run(context =>
        {
            context.ActorOf(Echo.Props, "child");
            context.ActorSelection("child").Tell("down", TestActor);
            context.ActorSelection("../echo").Tell("sideways", TestActor);
        }));
        await ExpectMsgAllOfAsync(["down", "sideways"]).ToListAsync();
    }

    [Fact]
    public async Task What_is_told_to_an_empty_place_is_a_dead_letter()
    {
        await EventFilter.DeadLetter<string>().ExpectOneAsync(() =>
        {
            Sys.ActorSelection("/user/nobody").Tell("hi", TestActor);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_living_actor_identifies_itself()
    {
        _echo.Tell(new Identify("id"), TestActor);
        var identity = await ExpectMsgAsync<ActorIdentity>();
        Assert.Equal("id", identity.MessageId);
        Assert.Equal(_echo, identity.Subject);
    }

    [Fact]
    public async Task An_empty_place_identifies_as_nobody()
    {
        Sys.ActorSelection("/user/nobody").Tell(new Identify("id"), TestActor);
        Assert.Null((await ExpectMsgAsync<ActorIdentity>()).Subject);
    }

    [Fact]
    public async Task The_dead_identify_as_nobody()
    {
        Watch(_echo);
        Sys.Stop(_echo);
        await ExpectTerminatedAsync(_echo);
        _echo.Tell(new Identify("id"), TestActor);
        Assert.Null((await ExpectMsgAsync<ActorIdentity>()).Subject);
    }

    [Fact]
    public async Task ResolveOne_finds_the_actor() =>
        Assert.Equal(_echo, await Sys.ActorSelection("/user/echo").ResolveOne(Do.Limit));

    [Fact]
    public async Task ResolveOne_throws_when_there_is_none() =>
        await Assert.ThrowsAsync<ActorNotFoundException>(
        () => Sys.ActorSelection("/user/nobody").ResolveOne(TimeSpan.FromMilliseconds(200)));

    [Fact]
    public async Task A_poison_pill_can_be_sent_by_path()
    {
        Watch(_echo);
        Sys.ActorSelection("/user/echo").Tell(PoisonPill.Instance);
        await ExpectTerminatedAsync(_echo);
    }
}
