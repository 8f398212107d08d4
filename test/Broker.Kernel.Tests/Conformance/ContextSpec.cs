namespace Broker.KernelTests.Conformance;

public class ContextSpec : TestKit
{
    private readonly IActorRef _subject;

    public ContextSpec()
    {
        _subject = Sys.ActorOf(Subject.PropsFor(TestActor), "subject");
        ExpectMsg("PreStart");
    }

    [Fact]
    public async Task Self_is_the_ref_that_was_handed_out()
    {
        _subject.Tell(Do.Run(context => TestActor.Tell(context.Self)));
        Assert.Equal(_subject, await ExpectMsgAsync<IActorRef>());
    }

    [Fact]
    public async Task The_parent_of_an_actor_from_outside_is_the_user_guardian()
    {
        _subject.Tell(Do.Run(context => TestActor.Tell(context.Parent.Path.ToStringWithoutAddress())));
        await ExpectMsgAsync("/user");
    }

    [Fact]
    public async Task The_parent_of_a_child_is_who_started_it()
    {
        _subject.Tell(Do.Run(context => context.ActorOf(ParentTeller.PropsFor(TestActor))));
        Assert.Equal(_subject, await ExpectMsgAsync<IActorRef>());
    }

    [Fact]
    public async Task A_child_is_found_by_its_name()
    {
        _subject.Tell(Do.Run(context =>
        {
            var child = context.ActorOf(Echo.Props, "child");
            TestActor.Tell(context.Child("child").Equals(child));
        }));
        await ExpectMsgAsync(true);
    }

    [Fact]
    public async Task A_child_without_a_given_name_is_found_by_the_one_it_got()
    {
        _subject.Tell(Do.Run(context =>
        {
            var children = Enumerable.Range(0, 70).Select(_ => context.ActorOf(Echo.Props)).ToList();
            TestActor.Tell(children.TrueForAll(child => context.Child(child.Path.Name).Equals(child)));
            TestActor.Tell(context.Child("$aa").IsNobody());
            TestActor.Tell(context.Child("$").IsNobody());
        }));
        await ExpectMsgAsync(true);
        await ExpectMsgAsync(true);
        await ExpectMsgAsync(true);
    }

    [Fact]
    public async Task An_unknown_child_is_nobody()
    {
        _subject.Tell(Do.Run(context => TestActor.Tell(context.Child("nobody").IsNobody())));
        await ExpectMsgAsync(true);
    }

    [Fact]
    public async Task Children_are_listed_as_long_as_they_live()
    {
        _subject.Tell(Do.Run(context =>
        {
            context.ActorOf(Echo.Props, "a");
            context.ActorOf(Echo.Props, "b");
            TestActor.Tell(string.Join(",", context.GetChildren().Select(child => child.Path.Name).Order()));
        }));
        await ExpectMsgAsync("a,b");
    }

    [Fact]
    public async Task The_system_is_at_hand()
    {
        _subject.Tell(Do.Run(context => TestActor.Tell(ReferenceEquals(context.System, Sys))));
        await ExpectMsgAsync(true);
    }

    [Fact]
    public async Task The_props_tell_the_actors_type()
    {
        _subject.Tell(Do.Run(context => TestActor.Tell(context.Props.Type)));
        Assert.Equal(typeof(Subject), await ExpectMsgAsync<Type>());
    }

    [Fact]
    public async Task A_taken_name_is_refused()
    {
        _subject.Tell(Do.Run(context =>
        {
            context.ActorOf(Echo.Props, "twice");
            TestActor.Tell(Record.Exception(() => context.ActorOf(Echo.Props, "twice")).GetType().Name);
        }));
        await ExpectMsgAsync(nameof(InvalidActorNameException));
    }

    [Fact]
    public void A_taken_name_is_refused_from_outside_too() =>
        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(Echo.Props, "subject"));

    [Theory]
    [InlineData("")]
    [InlineData("$a")]
    [InlineData("a/b")]
    [InlineData("with blank")]
    [InlineData("umlaut-ä")]
    [InlineData("a#1")]
    [InlineData("50%")]
    public void An_illegal_name_is_refused(string name) =>
        Assert.Throws<InvalidActorNameException>(() => Sys.ActorOf(Echo.Props, name));

    [Theory]
    [InlineData("a")]
    [InlineData("A-b_c.d")]
    [InlineData("..")]
    [InlineData("user@host:1234")]
    [InlineData("a$b")]
    [InlineData("(x);y=z,'w'~!&+*")]
    [InlineData("%41bc")]
    [InlineData("\"quoted\"")]
    public void A_legal_name_is_taken_as_it_is(string name) =>
        Assert.Equal(name, Sys.ActorOf(Echo.Props, name).Path.Name);

    [Fact]
    public async Task Names_made_up_by_the_engine_count_up_from_dollar_a()
    {
        _subject.Tell(Do.Run(context => TestActor.Tell(string.Join(
            " ", Enumerable.Range(0, 66).Select(_ => context.ActorOf(Echo.Props).Path.Name)))));
        var names = (await ExpectMsgAsync<string>()).Split(' ');
        int[] places = [0, 1, 25, 26, 52, 62, 63, 64, 65];
        Assert.Equal("$a $b $z $A $0 $+ $~ $ab $bb", string.Join(" ", places.Select(place => names[place])));
    }

    [Fact]
    public void Actors_cannot_be_made_by_new() =>
        Assert.Throws<ActorInitializationException>(MakeOneOutsideOfAnySystem);

    private static void MakeOneOutsideOfAnySystem()
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(() => new Echo()));
        thread.Start();
        thread.Join();
        throw failure!;
    }

    private sealed class ParentTeller : UntypedActor
    {
        public ParentTeller(IActorRef to) => to.Tell(Context.Parent);

        public static Props PropsFor(IActorRef to) => Props.Create(() => new ParentTeller(to));

        protected override void OnReceive(object message) => Unhandled(message);
    }
}
