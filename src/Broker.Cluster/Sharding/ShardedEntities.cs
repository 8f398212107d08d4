using Broker.Actors.Cluster;
using static Broker.Actors.Cluster.EntityProtocol;

namespace Broker.Cluster.Sharding;

/// <summary>
/// The entities of one kind on this node. It keeps the kind's limit: an entity more is refused, or takes the
/// place of the one that was started first. Shards of a node share it, so it is safe from any thread.
/// </summary>
internal sealed class ShardedEntities(EntityKind kind)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<IActorRef> _byAge = new();
    private readonly Props _refused = RefusedEntityActor.PropsFor(kind);
    private int _count;

    // Those that are stopping are still there.
    private long Max => kind.MakesRoom ? 2L * kind.EntitiesMax : kind.EntitiesMax;

    /// <summary>How a shard starts an entity: it calls this once for each.</summary>
    public Props PropsOf(string entityId)
    {
        var count = Interlocked.Increment(ref _count);
        if (count > Max)
        {
            Interlocked.Decrement(ref _count);
            return _refused;
        }

        kind.Counted(count);
        var props = kind.PropsOf(entityId);
        return Props.CreateBy(new OneLife(props, this)).WithDeploy(props.Deploy);
    }

    private LinkedListNode<IActorRef>? Started(IActorRef entity)
    {
        if (!kind.MakesRoom) return null;

        lock (_lock)
        {
            var age = _byAge.AddLast(entity);
            if (_byAge.Count > kind.EntitiesMax) MakeRoom();
            return age;
        }
    }

    private void Ended(LinkedListNode<IActorRef>? age)
    {
        lock (_lock)
            if (age?.List is not null) _byAge.Remove(age);
        kind.Counted(Interlocked.Decrement(ref _count));
    }

    // The shard takes it for the entity's own word.
    private void MakeRoom()
    {
        var oldest = (IInternalActorRef)_byAge.First!.Value;
        _byAge.RemoveFirst();
        oldest.Parent.Tell(Passivate.Instance, oldest);
    }

    /// <summary>
    /// Makes one actor, once. A shard restarts an entity that fails, and no setting changes that. Here one
    /// that has failed stops: those who talked to it learn that, and it is never restarted empty.
    /// </summary>
    private sealed class OneLife(Props props, ShardedEntities entities) : IIndirectActorProducer
    {
        private LinkedListNode<IActorRef>? _age;
        private bool _hasBegun;

        public Type ActorType => props.Type;

        public ActorBase Produce()
        {
            if (_hasBegun) return new FailedEntityActor();

            _hasBegun = true;
            try
            {
                var actor = props.NewActor();
                _age = entities.Started(((IInternalActor)actor).ActorContext.Self);
                return actor;
            }
            catch
            {
                entities.Ended(age: null);
                throw;
            }
        }

        public void Release(ActorBase actor)
        {
            if (actor is not FailedEntityActor) entities.Ended(_age);
        }
    }
}
