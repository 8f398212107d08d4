using System.Globalization;

namespace Broker.Kernel;

/// <summary>Takes one answer and completes a task with it; a later answer is a dead letter.</summary>
internal sealed class AskRef<T>(ActorSystem system) : PromiseRef(system)
{
    private readonly TaskCompletionSource<T> _answer = new(
        TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenRegistration _cancellation;
    private TimeoutEntry? _timeout;

    public Task<T> Ask(ICanTell target, object message, TimeSpan? timeout, CancellationToken cancellation)
    {
        var limit = timeout ?? Owner.Settings.AskTimeout;
        if (limit != Timeout.InfiniteTimeSpan && limit > TimeSpan.Zero)
        {
            _timeout = new TimeoutEntry(this, limit);
            Owner.Timers.Add(_timeout, limit);
        }
        if (cancellation.CanBeCanceled)
            _cancellation = cancellation.UnsafeRegister(
                static (self, token) => ((AskRef<T>)self!).Cancel(token), this);
        target.Tell(message, this);
        return _answer.Task;
    }

    public override void Tell(object message, IActorRef? sender)
    {
        // Before the task completes, so that whoever awaits it finds nothing left of it.
        _timeout?.Cancel();
        _cancellation.Unregister();
        if (Complete(message) || _answer.Task.IsCanceled) return;
        DeadLetterRef.Publish(Owner, message, sender, this);
    }

    private bool Complete(object message) => message switch
    {
        T answer => _answer.TrySetResult(answer),
        null => _answer.TrySetResult(default!),
        Status.Failure { Cause: { } cause } => _answer.TrySetException(cause),
        Status.Failure => _answer.TrySetException(
            new TaskCanceledException("Task cancelled by actor via Failure message.")),
        _ => _answer.TrySetException(new ArgumentException(
            $"Received message of type [{message.GetType()}] - Ask expected message of type [{typeof(T)}]")),
    };

    private void Cancel(CancellationToken token)
    {
        if (_answer.TrySetCanceled(token)) _timeout?.Cancel();
    }

    private sealed class TimeoutEntry(AskRef<T> ask, TimeSpan limit) : TimerEntry
    {
        public override void Fire()
        {
            var seconds = limit.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture);
            if (ask._answer.TrySetException(new AskTimeoutException($"Timeout after {seconds} seconds")))
                ask._cancellation.Unregister();
        }
    }
}
