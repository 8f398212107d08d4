using static Broker.Actors.Cluster.EntityProtocol;
using ShardPassivate = Akka.Cluster.Sharding.Passivate;

namespace Broker.Actors.Cluster;

/// <summary>
/// The parent of all entities of one kind in one process: starts an entity with the first message for it, and
/// stops it when it asks for that. In a cluster a shard region takes its place. It lives as long as the
/// process.
/// </summary>
public sealed class EntityParent(EntityKind kind) : UntypedActor
{
    private readonly Dictionary<string, Entity> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<Entity> _byAge = new();

    public static Props PropsFor(EntityKind kind) => Props.Create(() => new EntityParent(kind));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case ShardPassivate: Stop(Sender); break;
            case HandBack m: Hold(m, Sender); break;
            case EntityStopped m: Forget(m.Id); break;
            case CountEntities: Sender.Tell(new EntityCount(_byId.Count)); break;
            case var _ when kind.IdOf(message) is { } id: Route(id, message, Sender); break;
            default: Unhandled(message); break;
        }
    }

    // An entity that failed has lost its state: those who talked to it learn that; it is never restarted
    // empty.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void Route(string id, object message, IActorRef sender)
    {
        if (!_byId.TryGetValue(id, out var entity))
        {
            if (_byId.Count < kind.EntitiesMax || MakeRoom()) Start(id).Tell(message, sender);
            else kind.Refuse(message, sender, RefusedBecause.TooMany);
        }
        else if (entity.Held is null) entity.Ref.Tell(message, sender);
        else if (entity.Held.Count < kind.HeldMax || kind.IsAlwaysHeld(message))
            entity.Held.Enqueue((message, sender));
        else kind.Refuse(message, sender, RefusedBecause.Busy);
    }

    private IActorRef Start(string id)
    {
        var entity = Context.ActorOf(kind.PropsOf(id), EntityName.Of(id));
        Context.WatchWith(entity, new EntityStopped(id));
        var slot = new Entity(entity);
        _byId.Add(id, slot);
        _byAge.AddLast(slot.Age);
        kind.Counted(_byId.Count);
        return entity;
    }

    private void Stop(IActorRef sender)
    {
        if (!_byId.TryGetValue(EntityName.IdOf(sender), out var entity) || entity.Held is not null) return;
        // An entity that has failed may have said so before; its successor has work to do.
        if (!entity.Ref.Equals(sender)) return;

        Stop(entity);
    }

    private void Stop(Entity entity)
    {
        entity.Held = [];
        _byAge.Remove(entity.Age);
        entity.Ref.Tell(StopEntity.Instance);
    }

    private void Hold(HandBack m, IActorRef sender)
    {
        if (_byId.TryGetValue(EntityName.IdOf(sender), out var entity) && entity.Ref.Equals(sender))
            entity.Held = new([.. m.Messages, .. entity.Held ?? []]);
    }

    // Those that are stopping are still there: for as many again there is no room.
    private bool MakeRoom()
    {
        if (!kind.MakesRoom || _byId.Count >= 2L * kind.EntitiesMax) return false;

        if (_byAge.First is { } oldest) Stop(oldest.Value);
        return true;
    }

    private void Forget(string id)
    {
        if (!_byId.Remove(id, out var entity)) return;

        if (entity.Held is null) _byAge.Remove(entity.Age);
        kind.Counted(_byId.Count);
        foreach (var (message, sender) in entity.Held ?? []) Route(id, message, sender);
    }

    private sealed class Entity
    {
        public Entity(IActorRef entity) => (Ref, Age) = (entity, new LinkedListNode<Entity>(this));

        public IActorRef Ref { get; }

        /// <summary>Its place among all by when they were started; none while it is stopping.</summary>
        public LinkedListNode<Entity> Age { get; }

        /// <summary>Null while the entity takes messages; a queue while it is stopping.</summary>
        public Queue<(object Message, IActorRef Sender)>? Held { get; set; }
    }
}
