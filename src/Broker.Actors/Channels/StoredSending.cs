using Broker.Actors.Delivery;
using Broker.Actors.Journal;

namespace Broker.Actors.Channels;

/// <summary>
/// Sends out what has its place, in batches, and remembers it. What it is given holds room of the budget,
/// which it gives back.
/// </summary>
internal sealed class StoredSending(
    ChannelName name, ChannelDependencies around, ChannelRetention memory, FanOut fanOut, Durability level)
{
    private readonly ChannelBatch _batch =
        new(around.Settings.BatchPublicationsMax, around.Settings.BatchBytesMax);

    public bool IsEmpty => _batch.IsEmpty;

    /// <summary>What the journal said that its events survive.</summary>
    public Durability Level { get; set; } = level;

    /// <param name="publication">With its place.</param>
    /// <param name="own">What this node knows of it besides, if it was published here.</param>
    public void Add(Publication publication, StagedPublication? own)
    {
        memory.Remember(publication);
        Stage(publication with { Except = own?.Publish.Except }, own);
    }

    /// <summary>Sends what has come, in one piece for each encoding.</summary>
    public void Flush() => Flush(around.Home!.Epoch, Level);

    /// <summary>Sends what the journal could not take: without a place, and nobody can resume it.</summary>
    public void Bypass(IEnumerable<StagedPublication> staged)
    {
        Flush();
        foreach (var one in staged) Stage(one.Stored.Publication, one);
        Flush(epoch: "", Durability.Memory);
    }

    /// <summary>They were not stored: whoever waits is told, and a repeat is a first time.</summary>
    public void Refuse(IReadOnlyCollection<StagedPublication> staged)
    {
        Doubt(staged);
        GiveBack(staged);
    }

    /// <summary>Nobody can say what became of them. They hold no room any more.</summary>
    public void Doubt(IEnumerable<StagedPublication> staged)
    {
        var rejected = new ChannelProtocol.Rejected(name, ChannelProtocol.RejectReason.Unavailable);
        foreach (var one in staged)
        {
            if (one.Stored.Key is { } key && one.Pending is not null) memory.Forget(key, one.Pending);
            one.Pending?.Refuse(rejected);
        }
    }

    /// <summary>
    /// Another node was first with its key: that one goes out, and this one is answered for it.
    /// </summary>
    public void Repeat(StagedPublication staged, JournalProtocol.Stored first)
    {
        GiveBack([staged]);
        staged.Publish.Acknowledge?.Invoke();
        staged.Pending?.Complete(
            new Receipt(name, first.FirstVersion, around.Home!.Epoch, Receivers: 0, first.Level));
    }

    /// <summary>Gives room back of what was not sent.</summary>
    public void GiveBack(IReadOnlyCollection<StagedPublication> staged)
    {
        if (staged.Count > 0) around.Budget.Leave(staged.Sum(one => one.Bytes), staged.Count);
    }

    public void GiveBack(int bytes) => around.Budget.Leave(bytes, publications: 1);

    /// <summary>Gives back the room of all that waits.</summary>
    public void GiveUp()
    {
        around.Budget.Leave(_batch.ContentBytes, _batch.Count);
        _batch.Clear();
    }

    private void Stage(Publication publication, StagedPublication? own)
    {
        if (!_batch.HasRoomFor(publication.Content.Length)) Flush();
        own?.Publish.Acknowledge?.Invoke();
        if (own?.Publish.Trace is { } trace) _batch.Add(trace);
        var acceptedAt = own?.Publish.AcceptedAt ?? 0;
        _batch.Add(publication, own?.Pending, acceptedAt != 0 ? acceptedAt : around.Time.GetTimestamp());
    }

    private void Flush(string epoch, Durability level)
    {
        if (_batch.IsEmpty) return;

        new Delivery(name, epoch, level, fanOut).Run(_batch, around.Time);
        around.Budget.Leave(_batch.ContentBytes, _batch.Count);
        _batch.Clear();
    }
}
