using System.Collections;
using System.Collections.Concurrent;

namespace Broker.Kernel;

/// <summary>The registry of one system. Who asks early can wait for the actor.</summary>
public class ActorRegistry : IActorRegistry
{
    // A key has one entry from the first question or registration on.
    private readonly ConcurrentDictionary<Type, Entry> _entries = new();

    public static ActorRegistry For(ActorSystem actorSystem)
    {
        ArgumentNullException.ThrowIfNull(actorSystem);
        return actorSystem.Registry;
    }

    public void Register<TKey>(IActorRef actor, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!TryRegister<TKey>(actor, overwrite))
            throw new DuplicateActorRegistryException(
                $"An actor for type {typeof(TKey)} has already been registered.");
    }

    public bool TryRegister<TKey>(IActorRef actor, bool overwrite = false) =>
        TryRegister(typeof(TKey), actor, overwrite);

    public bool TryRegister(Type key, IActorRef actor, bool overwrite = false)
    {
        if (actor is null) return false;
        return EntryOf(key).TrySet(actor, overwrite);
    }

    public bool TryGet<TKey>(out IActorRef actor) => TryGet(typeof(TKey), out actor);

    public bool TryGet(Type key, out IActorRef actor)
    {
        actor = _entries.TryGetValue(key, out var entry) ? entry.Actor : ActorRefs.Nobody;
        return entry?.IsSet == true;
    }

    public IActorRef Get<TKey>() => TryGet<TKey>(out var actor)
        ? actor
        : throw new MissingActorRegistryEntryException("No actor registered for key " + typeof(TKey));

    public Task<IActorRef> GetAsync<TKey>(CancellationToken ct = default) => GetAsync(typeof(TKey), ct);

    public Task<IActorRef> GetAsync(Type key, CancellationToken ct = default) =>
        EntryOf(key).WaitAsync(ct);

    public IEnumerator<KeyValuePair<Type, IActorRef>> GetEnumerator() => _entries
        .Where(entry => entry.Value.IsSet)
        .Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Actor))
        .GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private Entry EntryOf(Type key) => _entries.GetOrAdd(key, _ => new Entry());

    /// <summary>An actor, or the wait for one.</summary>
    private sealed class Entry
    {
        private readonly TaskCompletionSource _set = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile IActorRef? _actor;

        public IActorRef Actor => _actor ?? ActorRefs.Nobody;

        public bool IsSet => _actor is not null;

        public bool TrySet(IActorRef actor, bool overwrite)
        {
            if (overwrite) _actor = actor;
            else if (Interlocked.CompareExchange(ref _actor, actor, null) is not null) return false;
            _set.TrySetResult();
            return true;
        }

        public async Task<IActorRef> WaitAsync(CancellationToken cancellation)
        {
            await _set.Task.WaitAsync(cancellation).ConfigureAwait(false);
            return Actor;
        }
    }
}
