using Broker.Actors.Channels;

namespace Broker.Actors.Tests.Channels;

/// <summary>The answer to one publication; a second one is a fault of the publisher.</summary>
internal sealed class SpecAnswer : IPublishReply
{
    private readonly TaskCompletionSource<PublishResult> _result =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int _count;

    public Task<PublishResult> Result => _result.Task;

    /// <summary>How many answers there were.</summary>
    public int Count => Volatile.Read(ref _count);

    public bool Complete(PublishResult result)
    {
        Interlocked.Increment(ref _count);
        _result.TrySetResult(result);
        return false;
    }

    public void Flush()
    {
    }
}
