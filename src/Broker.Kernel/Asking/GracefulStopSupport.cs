namespace Broker.Kernel;

public static class GracefulStopSupport
{
    /// <summary>
    /// Sends a <see cref="PoisonPill"/>; true once the actor has ended, false when the time is over.
    /// </summary>
    public static Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout) =>
        GracefulStop(target, timeout, PoisonPill.Instance);

    public static async Task<bool> GracefulStop(this IActorRef target, TimeSpan timeout, object stopMessage)
    {
        var actor = KernelRef.Of(target);
        var system = actor.Owner
            ?? throw new ArgumentException($"{target} cannot be watched.", nameof(target));
        var watcher = new TerminationRef(system);
        actor.SendSystem(new SystemMessage.Watch(watcher));
        target.Tell(stopMessage, ActorRefs.NoSender);
        try
        {
            await watcher.Died.WaitAsync(timeout, system.Time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            actor.SendSystem(new SystemMessage.Unwatch(watcher));
            return false;
        }
    }
}
