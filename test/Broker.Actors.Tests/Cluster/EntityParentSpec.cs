using Broker.Actors.Cluster;
using static Broker.Actors.Cluster.EntityProtocol;

namespace Broker.Actors.Tests.Cluster;

public class EntityParentSpec : TestKit
{
    private readonly TestProbe _entity;
    private readonly IActorRef _parent;
    private int _counted;

    public EntityParentSpec()
    {
        _entity = CreateTestProbe();
        _parent = Sys.ActorOf(EntityParent.PropsFor(new EntityKind(
            message => (message as Work)?.Id,
            _ => Props.Create(() => new Entity(_entity)),
            EntitiesMax: 2,
            HeldMax: 1,
            (message, sender, because) => sender.Tell((message, because)))
        {
            Counted = count => Volatile.Write(ref _counted, count),
        }));
    }

    [Fact]
    public async Task Starts_an_entity_with_its_first_message_and_names_it_so_that_it_knows_its_id()
    {
        _parent.Tell(new Work("a/b ü"), TestActor);
        await _entity.ExpectMsgAsync(new Work("a/b ü"));
        Assert.Equal(TestActor, _entity.Sender);

        _parent.Tell(new Work("a/b ü", "who"), TestActor);
        await _entity.ExpectMsgAsync(new Work("a/b ü", "who"));
        await _entity.ExpectMsgAsync("a/b ü");
        Assert.Equal(1, Volatile.Read(ref _counted));
    }

    [Fact]
    public async Task Refuses_a_message_for_one_entity_more_than_there_may_be()
    {
        foreach (var id in (string[])["a", "b", "c"]) _parent.Tell(new Work(id), TestActor);

        await ExpectMsgAsync<(object, RefusedBecause)>(
            refused => Assert.Equal((new Work("c"), RefusedBecause.TooMany), refused));
    }

    [Fact]
    public async Task Holds_back_what_comes_for_an_entity_that_passivates_and_starts_its_successor_with_it()
    {
        await Passivating();
        _parent.Tell(new Work("a", "later"), TestActor);
        await _entity.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));

        Sys.Stop(await Child());
        await _entity.ExpectMsgAsync(new Work("a", "later"));
        Assert.Equal(TestActor, _entity.Sender);
        Assert.NotEqual(_first, await Child());
    }

    [Fact]
    public async Task Holds_back_what_a_passivating_entity_forwards()
    {
        await Passivating();
        (await Child()).Tell(new Work("a", "forward"), TestActor);
        await _entity.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));

        Sys.Stop(_first!);
        await _entity.ExpectMsgAsync(new Work("a", "forward"));
        Assert.Equal(TestActor, _entity.Sender);
    }

    [Fact]
    public async Task What_an_entity_hands_back_goes_to_its_successor_ahead_of_what_is_held_back()
    {
        await Passivating();
        _parent.Tell(new Work("a", "later"), TestActor);
        _parent.Tell(
            new HandBack([(new Work("a", "1"), TestActor), (new Work("a", "2"), TestActor)]), _first!);
        Sys.Stop(_first!);

        foreach (var what in (string[])["1", "2", "later"])
            await _entity.ExpectMsgAsync(new Work("a", what));
        Assert.Equal(TestActor, _entity.Sender);
    }

    [Fact]
    public async Task Refuses_a_message_when_too_much_is_held_back()
    {
        await Passivating();
        _parent.Tell(new Work("a", "1"), TestActor);
        _parent.Tell(new Work("a", "2"), TestActor);

        await ExpectMsgAsync<(object, RefusedBecause)>(
            refused => Assert.Equal((new Work("a", "2"), RefusedBecause.Busy), refused));
    }

    [Fact]
    public async Task Stops_an_entity_that_fails_and_starts_another_with_the_next_message()
    {
        _parent.Tell(new Work("a"), TestActor);
        await _entity.ExpectMsgAsync<Work>();
        var first = Watch(await Child());
        _parent.Tell(new Work("a", "fail"));
        await _entity.ExpectMsgAsync<Work>();
        await ExpectTerminatedAsync(first);

        await AwaitAssertAsync(() => Assert.Equal(0, Volatile.Read(ref _counted)));
        _parent.Tell(new Work("a"), TestActor);
        await _entity.ExpectMsgAsync<Work>();
        Assert.NotEqual(first, await Child());
    }

    [Fact]
    public async Task Does_not_stop_an_entity_whose_predecessor_wanted_to_stop()
    {
        _parent.Tell(new Work("a"), TestActor);
        await _entity.ExpectMsgAsync<Work>();
        var first = await Child();
        _parent.Tell(new Work("a", "fail"));
        await _entity.ExpectMsgAsync<Work>();
        await AwaitAssertAsync(() => Assert.Equal(0, Volatile.Read(ref _counted)));
        _parent.Tell(new Work("a"), TestActor);
        await _entity.ExpectMsgAsync<Work>();

        _parent.Tell(Passivate.Instance, first);
        _parent.Tell(new Work("a", "still here"), TestActor);
        await _entity.ExpectMsgAsync(new Work("a", "still here"));
    }

    [Fact]
    public async Task Stops_the_entity_that_was_started_first_where_that_makes_room()
    {
        var parent = Sys.ActorOf(EntityParent.PropsFor(new EntityKind(
            message => (message as Work)?.Id,
            _ => Props.Create(() => new Entity(_entity)),
            EntitiesMax: 2,
            HeldMax: 1,
            (message, sender, because) => sender.Tell((message, because)))
        {
            MakesRoom = true,
        }));
        foreach (var id in (string[])["a", "b", "c"]) parent.Tell(new Work(id), TestActor);
        _entity.ExpectMsgAllOf<object>(
            [new Work("a"), new Work("b"), new Work("c"), StopEntity.Instance]);
        parent.Tell(new Work("d"), TestActor);
        _entity.ExpectMsgAllOf<object>([new Work("d"), StopEntity.Instance]);
        // Both that stop are still there.
        parent.Tell(new Work("e"), TestActor);
        await ExpectMsgAsync<(object, RefusedBecause)>(
            refused => Assert.Equal((new Work("e"), RefusedBecause.TooMany), refused));
    }

    private IActorRef? _first;

    private async Task Passivating()
    {
        _parent.Tell(new Work("a"), TestActor);
        await _entity.ExpectMsgAsync<Work>();
        _first = await Child();
        _parent.Tell(new Work("a", "passivate"), TestActor);
        await _entity.ExpectMsgAsync<Work>();
        await _entity.ExpectMsgAsync(StopEntity.Instance);
    }

    private Task<IActorRef> Child() =>
        Sys.ActorSelection(_parent.Path / "a").ResolveOne(TimeSpan.FromSeconds(3));

    private sealed record Work(string Id, string What = "");

    /// <summary>
    /// Shows the probe what it gets. It stays when it is told to stop, until the spec stops it.
    /// </summary>
    private sealed class Entity(IActorRef probe) : UntypedActor
    {
        private bool _isPassivating;

        protected override void OnReceive(object message)
        {
            if (_isPassivating && message is Work) Context.Parent.Forward(message);
            else probe.Forward(message);
            switch (message)
            {
                case Work { What: "who" }: probe.Tell(EntityName.IdOf(Self)); break;
                case Work { What: "fail" }: throw new InvalidOperationException("as the spec wants");
                case Work { What: "passivate" }:
                    _isPassivating = true;
                    Context.Parent.Tell(Passivate.Instance);
                    break;
            }
        }
    }
}
