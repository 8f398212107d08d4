using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// A local channel's attachment to its home: what was asked last, and how far the contents have come. Pure.
/// </summary>
internal sealed class Attachment
{
    /// <summary>Fresh for each attachment; 0 while there is none.</summary>
    public long Id { get; private set; }

    /// <summary>The number of the last request.</summary>
    public int Version { get; private set; }

    /// <summary>The newest request that the home has answered.</summary>
    public int AnsweredVersion { get; private set; }

    public bool IsAttached { get; private set; }

    /// <summary>True while the home owes an answer.</summary>
    public bool IsWaiting => Id != 0 && AnsweredVersion < Version;

    public IActorRef HomeNode { get; private set; } = ActorRefs.Nobody;

    /// <summary>Empty before the channel was attached for the first time.</summary>
    public string Epoch { get; private set; } = "";

    /// <summary>The node has all up to here.</summary>
    public long Offset { get; private set; }

    /// <summary>
    /// Begins a new attachment. The position stays: the home says whether something is missing.
    /// </summary>
    public void Begin(long id) => (Id, Version, AnsweredVersion, IsAttached) = (id, 0, 0, false);

    /// <summary>There is nothing to attach for.</summary>
    public void End() => Begin(id: 0);

    /// <summary>The number of the next request.</summary>
    public int Next() => ++Version;

    public void Answered(int version) => AnsweredVersion = Math.Max(AnsweredVersion, version);

    /// <summary>The home has accepted the attachment: contents follow its offset.</summary>
    public void Accept(Attached m)
    {
        IsAttached = true;
        (HomeNode, Epoch, Offset) = (m.HomeNode, m.Epoch, m.Offset);
        Answered(m.Version);
    }

    /// <summary>Takes a batch that follows what is there, or overlaps with it.</summary>
    /// <returns>
    /// How many of its contents are known already; null when none of them is to be handed over.
    /// </returns>
    public int? Take(Batch m)
    {
        if (!IsOfThis(m) || m.FirstOffset > Offset + 1 || m.LastOffset <= Offset) return null;

        var known = (int)(Offset + 1 - m.FirstOffset);
        (Epoch, Offset) = (m.Epoch, m.LastOffset);
        return known;
    }

    /// <summary>What was taken after a point goes nowhere.</summary>
    public void GoBack(StreamPosition to) => (Offset, Epoch) = (to.Offset, to.Epoch ?? "");

    /// <summary>True when something is missing before a batch of this attachment.</summary>
    public bool IsGapBefore(Batch m) => IsOfThis(m) && m.FirstOffset > Offset + 1;

    private bool IsOfThis(Batch m) => IsAttached && m.AttachId == Id;
}
