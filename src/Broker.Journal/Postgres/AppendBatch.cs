using Broker.Actors;
using Broker.Actors.Journal;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Postgres;

/// <summary>Appends that go out in one call and one transaction.</summary>
/// <param name="number">Counts up in one process: a batch that is sent again is stored once.</param>
internal sealed class AppendBatch(long number, IReadOnlyList<PendingAppend> appends)
{
    public long Number => number;

    public IReadOnlyList<PendingAppend> Appends => appends;

    /// <summary>True when somebody in it wants more than memory: then all of it waits for the disk.</summary>
    public bool IsDurable { get; } = appends.Any(append => append.Append.Level != Durability.Memory);

    /// <summary>When the first of it came.</summary>
    public long Since { get; } = appends.Min(append => append.Since);

    /// <param name="durable">What survives when the batch waited for the disk.</param>
    public void Answer(IReadOnlyList<AppendOutcome> outcomes, Durability durable, int streamsMax)
    {
        var level = IsDurable ? durable : Durability.Memory;
        for (var i = 0; i < appends.Count; i++)
            appends[i].TrySetResult(AnswerTo(appends[i].Append.Stream, outcomes[i], level, streamsMax));
    }

    public void Refuse(string detail)
    {
        foreach (var append in appends) append.Refuse(RejectReason.Unavailable, detail);
    }

    /// <summary>The events that were stored, in order of position.</summary>
    public List<Recorded> Recorded(IReadOnlyList<AppendOutcome> outcomes)
    {
        var stored = new List<Recorded>();
        for (var i = 0; i < appends.Count; i++)
        {
            var (what, version, position) = outcomes[i];
            if (what != AppendOutcome.Kind.Stored) continue;

            // The appender may change its buffers after the answer.
            stored.AddRange(appends[i].Append.Events.Select((e, nth) => new Recorded(
                appends[i].Append.Stream, version + nth, position + nth, e.Type, e.Payload.ToArray())));
        }

        stored.Sort((one, other) => one.Position.CompareTo(other.Position));
        return stored;
    }

    private static Answer AnswerTo(
        StreamName stream, AppendOutcome outcome, Durability level, int streamsMax)
    {
        var stored = new Stored(stream, outcome.Version, outcome.Position, level);
        return outcome.What switch
        {
            AppendOutcome.Kind.WrongVersion => new WrongVersion(stream, outcome.Version),
            AppendOutcome.Kind.TooManyStreams => Refusals.TooManyStreams(stream, streamsMax),
            AppendOutcome.Kind.Repeat => stored with { IsRepeat = true },
            _ => stored,
        };
    }
}
