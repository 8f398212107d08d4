namespace Broker.Kernel;

/// <summary>
/// Ask: tell, and await the first answer. Without a timeout the configured one counts, by default none. A
/// <see cref="Status.Failure"/> throws its cause.
/// </summary>
public static class Futures
{
    public static Task<object> Ask(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<object>(message, timeout, CancellationToken.None);

    public static Task<object> Ask(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<object>(message, null, cancellationToken);

    public static Task<object> Ask(
        this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken) =>
        self.Ask<object>(message, timeout, cancellationToken);

    public static Task<T> Ask<T>(this ICanTell self, object message, TimeSpan? timeout = null) =>
        self.Ask<T>(message, timeout, CancellationToken.None);

    public static Task<T> Ask<T>(this ICanTell self, object message, CancellationToken cancellationToken) =>
        self.Ask<T>(message, null, cancellationToken);

    public static Task<T> Ask<T>(
        this ICanTell self, object message, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var answer = new AskRef<T>(SystemOf(self));
        return answer.Ask(self, message, timeout, cancellationToken);
    }

    /// <summary>For messages that carry the ref to answer to.</summary>
    public static Task<T> Ask<T>(
        this ICanTell self,
        Func<IActorRef, object> messageFactory,
        TimeSpan? timeout,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(messageFactory);
        var answer = new AskRef<T>(SystemOf(self));
        return answer.Ask(self, messageFactory(answer), timeout, cancellationToken);
    }

    private static ActorSystem SystemOf(ICanTell target) => target switch
    {
        ActorSelection selection => selection.System,
        IActorRef actor when KernelRef.Of(actor).Owner is { } system => system,
        _ => ActorCell.Current?.System
            ?? throw new ArgumentException("Unable to resolve the target Provider", nameof(target)),
    };
}
