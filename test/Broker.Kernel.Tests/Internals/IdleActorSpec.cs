namespace Broker.KernelTests.Internals;

public class IdleActorSpec : TestKit
{
    private const int Actors = 20_000;

    [Fact]
    public async Task An_idle_actor_takes_at_most_400_bytes()
    {
        Assert.InRange(await BytesPerChild(watch: false), 1, 400);
    }

    [Fact]
    public async Task An_idle_actor_that_is_watched_takes_at_most_700_bytes_on_both_sides_together()
    {
        Assert.InRange(await BytesPerChild(watch: true), 1, 700);
    }

    private async Task<long> BytesPerChild(bool watch)
    {
        var started = new CountdownEvent(Actors);
        var parent = Sys.ActorOf(
            Props.Create(() => new Nursery(Props.Create(() => new Idle(started, 1)), watch)));
        Assert.Equal("done", await parent.Ask<string>(0, Conformance.Do.Limit));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await parent.Ask<string>(Actors, TimeSpan.FromSeconds(20));
        Assert.True(started.Wait(TimeSpan.FromSeconds(20)));
        // One more round trip: the last batches of the children are over by then.
        await parent.Ask<string>(0, Conformance.Do.Limit);
        return (GC.GetTotalMemory(forceFullCollection: true) - before) / Actors;
    }

    private sealed class Nursery(Props child, bool watch) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            for (var i = 0; i < (int)message; i++)
            {
                var actor = Context.ActorOf(child);
                if (watch) Context.Watch(actor);
            }
            Sender.Tell("done");
        }
    }

    private sealed class Idle(CountdownEvent started, int second) : UntypedActor
    {
        protected override void PreStart() => started.Signal();

        protected override void OnReceive(object message)
        {
            if (second > 0) Unhandled(message);
        }
    }
}
