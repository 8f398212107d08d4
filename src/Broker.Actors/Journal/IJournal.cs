using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Journal;

/// <summary>
/// A log of events in streams: what must survive is appended first and answered after. A stream's events have
/// versions, counted from 1; all events have positions, which only grow, with gaps. Safe from any thread, and
/// made for actors: nothing blocks, and every refusal is an answer to pipe.
/// </summary>
public interface IJournal : IAsyncDisposable
{
    /// <summary>
    /// True where other processes append to the same streams: what an actor holds of one may be out of date,
    /// and only an expected version or a follower tells.
    /// </summary>
    bool IsShared { get; }

    /// <summary>
    /// Answered when the events are stored at their level. What was not answered is stored once or not at
    /// all; what was refused is not stored, but where <see cref="IsShared"/> an append that was given up as
    /// <see cref="RejectReason.Unavailable"/> may be: a repeat is safe with an expected version or a key.
    /// Appends to one stream are stored in the order of the calls.
    /// </summary>
    ValueTask<JournalProtocol.Answer> AppendAsync(Append append);

    /// <summary>
    /// Reads what is stored, also at the moment of the call; a stream that is not there is empty.
    /// </summary>
    ValueTask<JournalProtocol.Answer> ReadAsync(Read read);

    /// <summary>
    /// A position that no event which is stored at the moment of the call is behind: who has followed up to
    /// it has met everything that anybody was answered before. Null when the store cannot be read now.
    /// </summary>
    ValueTask<long?> HeadAsync();

    /// <summary>Answered when no restart brings the trimmed events back, unless the power fails.</summary>
    ValueTask<JournalProtocol.Answer> TrimAsync(Trim trim);

    /// <summary>
    /// The events behind a position in their order, of all streams whose names begin so; then those to come,
    /// until it is cancelled or the journal is closed. It skips none that was stored, trimmed ones aside.
    /// Where <see cref="IsShared"/> it waits for a store that is away.
    /// </summary>
    /// <exception cref="IOException">The store cannot be read now; follow again from the last
    /// position.</exception>
    IAsyncEnumerable<Followed> FollowAsync(
        long afterPosition, string streamPrefix, CancellationToken cancellationToken = default);
}
