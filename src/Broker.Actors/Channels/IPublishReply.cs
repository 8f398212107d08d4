namespace Broker.Actors.Channels;

/// <summary>
/// Where the result of one publication goes. The publisher calls it on its own thread. No method blocks.
/// </summary>
public interface IPublishReply
{
    /// <summary>Takes the result.</summary>
    /// <returns>
    /// True when <see cref="Flush"/> has to be called after the results that came together.
    /// </returns>
    bool Complete(PublishResult result);

    /// <summary>
    /// True when a subscriber of this node may have the contents before the result. Then the contents are
    /// told first. A thread takes the newest of its work first, so a client that waits for each result can
    /// publish more before the contents go out, and all of it goes out together.
    /// </summary>
    bool MayFollowContents => false;

    /// <summary>Passes on all results that were taken.</summary>
    void Flush();
}
