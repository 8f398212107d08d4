using Broker.Actors.Journal;

namespace Broker.Actors.Channels;

/// <summary>
/// Gives a channel's publications the place that the journal gave them, and has them sent: what this node
/// stored where it is alone; what the feed brings where nodes share the journal.
/// </summary>
internal sealed class StoredOrder(
    ChannelKind kind,
    bool isShared,
    StoredQueue queue,
    StoredSending sending,
    ChannelRetention memory,
    StoredAudience audience)
{
    /// <summary>The last publication that has its place here.</summary>
    public long Offset { get; set; }

    /// <summary>An append has ended.</summary>
    /// <returns>False when nothing of it was stored, as far as anybody knows.</returns>
    public bool End(JournalProtocol.Answer answer)
    {
        var ended = queue.End();
        if (answer is not JournalProtocol.Stored stored)
        {
            EndInVain(ended);
            return false;
        }

        if (stored.IsRepeat)
        {
            queue.Forget(ended);
            sending.Repeat(ended[0], stored);
            return true;
        }

        sending.Level = stored.Level;
        if (isShared) sending.GiveBack(ended);
        else Place(ended, stored.FirstVersion);
        return true;
    }

    /// <summary>The feed brought a publication.</summary>
    /// <returns>True when it waits to be sent.</returns>
    public bool Take(StoredPublication told)
    {
        var publication = told.Publication;
        var own = queue.Claim(told.Origin);
        var isNew = publication.Offset > Offset;
        if (isNew && publication.Offset > Offset + 1) Skip();
        if (isNew) Offset = publication.Offset;
        if (isNew && own is not { IsDelivered: true })
        {
            sending.Add(publication, own);
            return true;
        }

        sending.GiveBack(publication.Content.Length);
        if (isNew) memory.Remember(publication);
        return false;
    }

    private void Place(StagedPublication[] staged, long firstVersion)
    {
        Offset = firstVersion - 1;
        foreach (var one in staged) sending.Add(one.Stored.Publication with { Offset = ++Offset }, one);
    }

    private void EndInVain(StagedPublication[] ended)
    {
        if (kind.JournalAway is JournalAway.Deliver)
        {
            queue.Delivered(ended);
            sending.Bypass(ended);
        }
        else
        {
            queue.Forget(ended);
            sending.Refuse(ended);
        }
    }

    // This node was away for so long that what it did not see is trimmed, perhaps its own too: their
    // publishers must not wait for ever.
    private void Skip()
    {
        sending.Flush();
        memory.ForgetHistory();
        audience.Lose();
        sending.Doubt(queue.TakeLost());
    }
}
