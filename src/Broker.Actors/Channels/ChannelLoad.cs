using Broker.Actors.Journal;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// Reads what a channel remembers out of its stream, at the start: the newest events, page by page.
/// </summary>
/// <param name="eventsMax">How many are worth reading.</param>
/// <param name="home">Whose channel it is.</param>
internal sealed class ChannelLoad(StreamName stream, int eventsMax, ChannelStorage home)
{
    private const int PageEventsMax = 1_000;
    private bool _knowsEnd;
    private long _next;

    /// <summary>The oldest version that the stream has.</summary>
    public long First { get; private set; }

    /// <summary>The stream's last version as of the first page.</summary>
    public long Last { get; private set; }

    /// <summary>The next page, or null when there is no more to read.</summary>
    public Read? Next() => !_knowsEnd ? new Read(stream, long.MaxValue, EventsMax: 1)
        : _next <= Last ? new Read(stream, _next, PageEventsMax)
        : null;

    /// <summary>Puts a page into the memory; what came behind the last version comes another way.</summary>
    public void Take(Page page, ChannelRetention memory, Durability level)
    {
        if (!_knowsEnd)
        {
            (_knowsEnd, First, Last) = (true, page.FirstVersion, page.LastVersion);
            _next = Math.Max(First, Last - eventsMax + 1);
            return;
        }

        foreach (var recorded in page.Events)
            if (recorded.Version <= Last) Restore(recorded, memory, level);
        // Trimmed meanwhile: then there is nothing more.
        _next = page.Events.Count == 0 ? Last + 1 : page.Events[^1].Version + 1;
    }

    private void Restore(Recorded recorded, ChannelRetention memory, Durability level)
    {
        if (PublicationCodec.Read(recorded) is not { } stored) return;

        var publication = stored.Publication;
        memory.Remember(publication);
        // Where nodes share it, the journal knows the keys.
        if (home.Journal.IsShared || stored.Key is not { } key || memory.TryFind(key, out _)) return;

        var pending = new PendingReceipt();
        pending.Complete(
            new Receipt(publication.Channel, publication.Offset, home.Epoch, Receivers: 0, level));
        memory.Remember(key, pending, publication.SentAt);
    }
}
