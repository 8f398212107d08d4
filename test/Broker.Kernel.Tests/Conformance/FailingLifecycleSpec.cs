namespace Broker.KernelTests.Conformance;

public class FailingLifecycleSpec : TestKit
{
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
    public async Task No_child_can_be_started_while_stopping()
    {
        var actor = Sys.ActorOf(Props.Create(() => new StartsChildInPostStop(TestActor)));
        Sys.Stop(actor);
        await ExpectMsgAsync(nameof(InvalidOperationException));
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
}
