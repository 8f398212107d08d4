namespace Broker.Actors.Channels;

/// <summary>
/// The publishers that a channel has heard of: one for each node, and for a while those that have ended. Few,
/// so a list serves.
/// </summary>
internal sealed class Publishers(TimeSpan idle)
{
    private readonly List<KnownPublisher> _known = [];

    public IReadOnlyList<KnownPublisher> Known => _known;

    public KnownPublisher? Find(Incarnation incarnation) =>
        _known.Find(publisher => publisher.Incarnation == incarnation);

    public KnownPublisher Seen(Incarnation incarnation, IActorRef node, DateTimeOffset now)
    {
        var publisher = Find(incarnation);
        if (publisher is null)
        {
            Expire(now);
            _known.Add(publisher = new KnownPublisher(incarnation));
        }
        (publisher.Node, publisher.SeenAt) = (node, now);
        return publisher;
    }

    /// <summary>Results were stored in an earlier life of the home.</summary>
    public void Restore(ChannelProtocol.PublishResults results, DateTimeOffset at)
    {
        var publisher = Seen(results.Publisher, ActorRefs.Nobody, at);
        (publisher.LastNumber, publisher.Results) = (results.Number, results);
    }

    /// <summary>Forgets those that were not heard of for so long. One that comes back is a new one.</summary>
    private void Expire(DateTimeOffset now) =>
        _known.RemoveAll(publisher => publisher.SeenAt + idle <= now && !publisher.IsUnderWay);
}
