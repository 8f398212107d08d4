namespace Broker.Actors.Channels;

/// <summary>
/// Where the result of one publication goes. The publisher calls it on its own thread, before any subscriber
/// of this node gets the contents. No method blocks.
/// </summary>
public interface IPublishReply
{
    /// <summary>Takes the result.</summary>
    /// <returns>
    /// True when <see cref="Flush"/> has to be called after the results that came together.
    /// </returns>
    bool Complete(PublishResult result);

    /// <summary>Passes on all results that were taken.</summary>
    void Flush();
}
