namespace Broker.Kernel.TestKit;

/// <summary>The expectations once more, for specs that are not asynchronous.</summary>
public abstract class BlockingExpectations : MessageExpectations
{
    public T ExpectMsg<T>(
        TimeSpan? duration = null, string? hint = null, CancellationToken cancellationToken = default) =>
        Blocking(ExpectMsgAsync<T>(duration, hint, cancellationToken));

    public T ExpectMsg<T>(
        T message,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Blocking(ExpectMsgAsync(message, timeout, hint, cancellationToken));

    public T ExpectMsg<T>(
        Predicate<T> isMessage,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Blocking(ExpectMsgAsync(isMessage, timeout, hint, cancellationToken));

    public T ExpectMsg<T>(
        Action<T> assert,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Blocking(ExpectMsgAsync(assert, timeout, hint, cancellationToken));

    public T ExpectMsgFrom<T>(
        IActorRef sender,
        TimeSpan? duration = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Blocking(ExpectMsgFromAsync<T>(sender, duration, hint, cancellationToken));

    public T ExpectMsgFrom<T>(
        IActorRef sender,
        T message,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Blocking(ExpectMsgFromAsync(sender, message, timeout, hint, cancellationToken));

    public Terminated ExpectTerminated(
        IActorRef target,
        TimeSpan? timeout = null,
        string? hint = null,
        CancellationToken cancellationToken = default) =>
        Blocking(ExpectTerminatedAsync(target, timeout, hint, cancellationToken));

    public void ExpectNoMsg(CancellationToken cancellationToken = default) =>
        ExpectNoMsgAsync(cancellationToken).AsTask().GetAwaiter().GetResult();

    public void ExpectNoMsg(TimeSpan duration, CancellationToken cancellationToken = default) =>
        ExpectNoMsgAsync(duration, cancellationToken).AsTask().GetAwaiter().GetResult();

    public void ExpectNoMsg(int milliseconds, CancellationToken cancellationToken = default) =>
        ExpectNoMsgAsync(milliseconds, cancellationToken).AsTask().GetAwaiter().GetResult();

    public IReadOnlyCollection<T> ExpectMsgAllOf<T>(params T[] messages) =>
        Blocking(ExpectMsgAllOfAsync(messages).ToListAsync());

    public T FishForMessage<T>(
        Predicate<T> isMessage,
        TimeSpan? max = null,
        string? hint = "",
        CancellationToken cancellationToken = default) =>
        Blocking(FishForMessageAsync(isMessage, max, hint, cancellationToken));

    public object FishForMessage(
        Predicate<object> isMessage,
        TimeSpan? max = null,
        string? hint = "",
        CancellationToken cancellationToken = default) =>
        Blocking(FishForMessageAsync(isMessage, max, hint, cancellationToken));
}
