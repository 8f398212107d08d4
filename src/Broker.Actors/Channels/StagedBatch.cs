using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Channels;

/// <summary>A batch that is accepted and not yet sent.</summary>
/// <param name="FirstOffset">That of its first publication that is no repeat.</param>
/// <param name="NewCount">How many are no repeats.</param>
/// <param name="Keyed">
/// What the key of each publication stands for, null for one without a key; null where no one has a key.
/// </param>
internal sealed record StagedBatch(
    PublishBatch Batch,
    KnownPublisher Publisher,
    DateTimeOffset At,
    long FirstOffset,
    int NewCount,
    KeyedPublication?[]? Keyed)
{
    /// <summary>True when the key of a publication was used before: it gets no place of its own.</summary>
    /// <param name="next">The place that it would get.</param>
    public bool IsRepeat(int index, long next) => Keyed?[index] is { } keyed && keyed.Offset != next;

    /// <summary>False when its publisher has given it up, and has sent another.</summary>
    public bool IsNewest => Publisher.LastNumber == Batch.Number;

    /// <summary>True when it is the newest batch of a publisher on that node.</summary>
    public bool IsNewestOf(IActorRef node) => IsNewest && Publisher.Node.Equals(node);

    /// <summary>
    /// The results of all its publications; the keys among them stand for these from now on.
    /// </summary>
    public PublishResults ResultsOf(string epoch, int receivers, Durability level)
    {
        var results = new PublishResults(
            Batch.Channel, Batch.Publisher, Batch.Number, epoch, FirstOffset, level, receivers,
            Results: null);
        if (Keyed is null) return results;

        var each = new PublishResult[Keyed.Length];
        var next = FirstOffset;
        for (var i = 0; i < each.Length; i++)
        {
            if (IsRepeat(i, next)) each[i] = Keyed[i]!.Answer;
            else
            {
                each[i] = PublishResult.Accepted(next++, epoch, receivers, level);
                if (Keyed[i] is { } first) first.Answer = each[i];
            }
        }
        return results with { Results = each };
    }
}
