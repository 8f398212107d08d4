namespace Broker.Actors.Channels;

/// <summary>Lets a gateway wait for the result of one publication.</summary>
public sealed class PublishReply : IPublishReply
{
    private readonly TaskCompletionSource<PublishResult> _result =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Completes with the result, at most <c>publish-timeout</c> after the publisher was told.
    /// </summary>
    public Task<PublishResult> Completion => _result.Task;

    public bool Complete(PublishResult result)
    {
        _result.SetResult(result);
        return false;
    }

    public void Flush()
    {
    }
}
