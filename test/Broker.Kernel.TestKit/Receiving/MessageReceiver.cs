using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Broker.Kernel.TestKit;

/// <summary>The receiving end of a test actor: one queue, read with a time limit.</summary>
public abstract class MessageReceiver
{
    private readonly Channel<MessageEnvelope> _queue = Channel.CreateUnbounded<MessageEnvelope>();
    private MessageEnvelope? _last;
    private long? _end;

    public abstract TestKitSettings TestKitSettings { get; }

    public bool HasMessages => _queue.Reader.Count > 0;

    /// <summary>The message that was received last; null when the last attempt got none.</summary>
    public object? LastMessage => _last?.Message;

    public IActorRef LastSender =>
        _last?.Sender ?? throw new InvalidOperationException("No message was received yet.");

    /// <summary>What is left of the innermost <c>Within</c>, else the default wait.</summary>
    public TimeSpan RemainingOrDefault => RemainingOr(Dilated(TestKitSettings.SingleExpectDefault));

    /// <summary>What is left of the innermost <c>Within</c>; throws outside of one.</summary>
    public TimeSpan Remaining => _end is null
        ? throw new InvalidOperationException("Remaining may not be called outside of \"within\"")
        : RemainingOr(TimeSpan.Zero);

    internal ChannelWriter<MessageEnvelope> Inbox => _queue.Writer;

    public TimeSpan Dilated(TimeSpan duration) => duration * TestKitSettings.TestTimeFactor;

    public TimeSpan GetTimeoutOrDefault(TimeSpan? timeout) => timeout ?? TestKitSettings.SingleExpectDefault;

    public TimeSpan RemainingOrDilated(TimeSpan? duration) =>
        duration is { } given ? Dilated(given) : RemainingOrDefault;

    /// <summary>Null when nothing came in time.</summary>
    public async ValueTask<object?> ReceiveOneAsync(
        TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        (await ReceiveAsync(max ?? RemainingOrDefault, cancellationToken).ConfigureAwait(false))?.Message;

    public object? ReceiveOne(TimeSpan? max = null, CancellationToken cancellationToken = default) =>
        Blocking(ReceiveOneAsync(max, cancellationToken));

    /// <summary>Fails when fewer come in time.</summary>
    public async IAsyncEnumerable<object> ReceiveNAsync(
        int numberOfMessages,
        TimeSpan max,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var end = EndOf(Dilated(max));
        for (var received = 0; received < numberOfMessages; received++)
        {
            var envelope = await ReceiveAsync(Until(end), cancellationToken).ConfigureAwait(false);
            if (envelope is null)
                Xunit.Assert.Fail(
                    $"Timeout ({max}) while expecting {numberOfMessages} messages. Only got {received}.");
            yield return envelope!.Message;
        }
    }

    public IAsyncEnumerable<object> ReceiveNAsync(
        int numberOfMessages, CancellationToken cancellationToken = default) =>
        ReceiveNAsync(numberOfMessages, RemainingOrDefault, cancellationToken);

    public IReadOnlyCollection<object> ReceiveN(
        int numberOfMessages, CancellationToken cancellationToken = default) =>
        Blocking(ReceiveNAsync(numberOfMessages, cancellationToken).ToListAsync(cancellationToken));

    public IReadOnlyCollection<object> ReceiveN(
        int numberOfMessages, TimeSpan max, CancellationToken cancellationToken = default) =>
        Blocking(ReceiveNAsync(numberOfMessages, max, cancellationToken).ToListAsync(cancellationToken));

    private protected async ValueTask<MessageEnvelope?> ReceiveAsync(
        TimeSpan max, CancellationToken cancellation)
    {
        if (!_queue.Reader.TryRead(out _last) && max != TimeSpan.Zero)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(max);
            try
            {
                _last = await _queue.Reader.ReadAsync(limit.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                _last = null;
            }
        }
        return _last;
    }

    private protected async Task<T> LimitedAsync<T>(TimeSpan max, Func<Task<T>> function)
    {
        var outer = _end;
        var inner = EndOf(Dilated(max));
        _end = outer < inner ? outer : inner;
        try
        {
            return await function().ConfigureAwait(false);
        }
        finally
        {
            _end = outer;
        }
    }

    private protected static T Blocking<T>(ValueTask<T> task) => task.AsTask().GetAwaiter().GetResult();

    private protected static long EndOf(TimeSpan duration) =>
        Environment.TickCount64 + (long)duration.TotalMilliseconds;

    private protected static TimeSpan Until(long end) =>
        TimeSpan.FromMilliseconds(Math.Max(0, end - Environment.TickCount64));

    private protected TimeSpan RemainingOr(TimeSpan duration) => _end is { } end ? Until(end) : duration;
}
