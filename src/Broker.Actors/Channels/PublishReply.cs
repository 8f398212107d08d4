namespace Broker.Actors.Channels;

/// <summary>Lets a gateway wait for the result of one publication.</summary>
public sealed class PublishReply : IPublishReply
{
    private readonly TaskCompletionSource<PublishResult> _completion =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PublishResult _result;

    public bool MayFollowContents => true;

    /// <summary>
    /// Completes with the result, at most <c>publish-timeout</c> after the publisher was told.
    /// </summary>
    public Task<PublishResult> Completion => _completion.Task;

    public bool Complete(PublishResult result)
    {
        _result = result;
        return true;
    }

    public void Flush() => _completion.SetResult(_result);
}
