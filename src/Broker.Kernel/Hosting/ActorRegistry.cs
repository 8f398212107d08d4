using System.Collections;
using System.Collections.Concurrent;

namespace Broker.Kernel;

/// <summary>The registry of one system. Who asks early can wait for the actor.</summary>
public class ActorRegistry : IActorRegistry
{
    // A key has one completion source from the first question or registration on.
    private readonly ConcurrentDictionary<Type, TaskCompletionSource<IActorRef>> _entries = new();

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
        if (EntryOf(key).TrySetResult(actor)) return true;
        if (!overwrite) return false;

        var replaced = NewEntry();
        replaced.SetResult(actor);
        _entries[key] = replaced;
        return true;
    }

    public bool TryGet<TKey>(out IActorRef actor) => TryGet(typeof(TKey), out actor);

    public bool TryGet(Type key, out IActorRef actor)
    {
        var found = _entries.TryGetValue(key, out var entry) && entry.Task.IsCompleted;
        actor = found ? entry!.Task.Result : ActorRefs.Nobody;
        return found;
    }

    public IActorRef Get<TKey>() => TryGet<TKey>(out var actor)
        ? actor
        : throw new MissingActorRegistryEntryException("No actor registered for key " + typeof(TKey));

    public Task<IActorRef> GetAsync<TKey>(CancellationToken ct = default) => GetAsync(typeof(TKey), ct);

    public Task<IActorRef> GetAsync(Type key, CancellationToken ct = default) =>
        EntryOf(key).Task.WaitAsync(ct);

    public IEnumerator<KeyValuePair<Type, IActorRef>> GetEnumerator() => _entries
        .Where(entry => entry.Value.Task.IsCompleted)
        .Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Task.Result))
        .GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static TaskCompletionSource<IActorRef> NewEntry() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TaskCompletionSource<IActorRef> EntryOf(Type key) => _entries.GetOrAdd(key, _ => NewEntry());
}
