namespace Broker.Kernel;

public static class WatchAsyncSupport
{
    /// <summary>True once the actor has ended; throws when the token is cancelled before.</summary>
    public static async Task<bool> WatchAsync(this IActorRef target, CancellationToken token = default)
    {
        var actor = KernelRef.Of(target);
        var system = actor.Owner
            ?? throw new ArgumentException($"{target} cannot be watched.", nameof(target));
        var watcher = new TerminationRef(system);
        actor.SendSystem(new SystemMessage.Watch(watcher));
        try
        {
            await watcher.Died.WaitAsync(token).ConfigureAwait(false);
            return true;
        }
        finally
        {
            actor.SendSystem(new SystemMessage.Unwatch(watcher));
        }
    }
}
