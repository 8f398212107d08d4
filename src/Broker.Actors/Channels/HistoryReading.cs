using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// A channel's history as it is read, page by page, until a page ends at the channel's offset.
/// </summary>
/// <param name="since">What is known.</param>
/// <param name="skipsKnown">
/// Whether what comes before that point is left out where the channel does not know the point.
/// </param>
internal sealed class HistoryReading(StreamPosition since, bool skipsKnown = false)
{
    private readonly List<Publication> _contents = [];

    /// <summary>The point that was asked for first.</summary>
    public StreamPosition Since { get; } = since;

    /// <summary>The point that the next page follows.</summary>
    public StreamPosition Next { get; private set; } = since;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<Publication> Contents => _contents;

    /// <summary>False when something after the first point may be missing.</summary>
    public bool Continuous { get; private set; } = true;

    /// <summary>The channel's last, as of the newest page.</summary>
    public long Offset { get; private set; }

    public string Epoch { get; private set; } = "";

    /// <summary>Takes a page.</summary>
    /// <returns>False when it answers another request than the last.</returns>
    public bool Take(HistoryPage page)
    {
        if (page.Since != Next) return false;

        // The channel has begun anew meanwhile: what was read before is of an epoch that is gone.
        if (!page.Continuous && _contents.Count > 0 && _contents[^1].Epoch != page.Epoch) _contents.Clear();
        Continuous &= page.Continuous;
        _contents.AddRange(skipsKnown && !page.Continuous
            ? page.Contents.Where(one =>
                one.Offset > Since.Offset || (one.Epoch == page.Epoch && one.Epoch != Since.Epoch))
            : page.Contents);
        (Offset, Epoch) = (page.Offset, page.Epoch);
        Next = page.Contents is [.., var last]
            ? new StreamPosition(last.Offset, last.Epoch)
            : new StreamPosition(page.Offset, page.Epoch);
        return true;
    }
}
