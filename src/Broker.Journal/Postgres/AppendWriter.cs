using Broker.Actors;
using Broker.Actors.Journal;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Postgres;

/// <summary>
/// The one of this process that appends. It takes whatever waits, sends it in one call, and answers when it
/// is committed. A batch whose answer is lost is sent again: the database knows its number and stores it
/// once. Only when the time is over, and then it says so, nobody knows whether it is stored.
/// </summary>
internal sealed class AppendWriter : IAsyncDisposable
{
    private const string MayBeStored =
        " It may be stored all the same: a repeat is safe with an expected version or a key.";

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly AppendQueue _queue;
    private readonly AppendSession _session;
    private readonly JournalSettings _settings;
    private readonly Durability _durable;
    private readonly Availability _availability;
    private readonly Action<List<Recorded>> _stored;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _ended;
    private long _number;

    /// <param name="stored">Told of each batch before it is answered.</param>
    public AppendWriter(
        PostgresDatabase database,
        JournalSettings settings,
        Action<List<Recorded>> stored,
        Action<PostgresIncident> report)
    {
        (_settings, _stored) = (settings, stored);
        _queue = new AppendQueue(settings.QueuedBytesMax, settings.BatchBytesMax);
        _session = new AppendSession(database.Source, settings.StreamsMax);
        _durable = database.SyncsToDisk ? Durability.Fsync : Durability.File;
        _availability = new Availability("appending", report);
        _ended = Task.Run(RunAsync);
    }

    private TimeSpan Timeout => _settings.Postgres.AppendTimeout;

    /// <summary>Answered when it is stored, or at once if too much waits.</summary>
    public ValueTask<Answer> Enqueue(Append append, long bytes)
    {
        var pending = new PendingAppend(append, bytes, Environment.TickCount64);
        if (_queue.TryAdd(pending, out var isClosed)) return new ValueTask<Answer>(pending.Task);

        return ValueTask.FromResult<Answer>(isClosed
            ? Refusals.Closed(append.Stream)
            : new Rejected(append.Stream, RejectReason.Busy, "Too much waits to be stored."));
    }

    /// <summary>Takes nothing more; ends when all that was taken is answered.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _closing.CancelAsync();
        await _ended;
        _closing.Dispose();
    }

    private async Task RunAsync()
    {
        var taken = new List<PendingAppend>();
        while (await _queue.TakeAsync(taken))
        {
            var inTime = taken.Where(IsInTime).ToList();
            if (inTime.Count > 0) await CommitAsync(new AppendBatch(++_number, inTime));
            _queue.Release(taken);
            taken.Clear();
        }

        await _session.DisposeAsync();
    }

    // Half of the time is for waiting, so that the other half is left for the database.
    private bool IsInTime(PendingAppend append)
    {
        if (Environment.TickCount64 - append.Since <= Timeout.TotalMilliseconds / 2) return true;

        if (_availability.IsAway) append.Refuse(RejectReason.Unavailable, "PostgreSQL is away.");
        else append.Refuse(RejectReason.Busy, "It waited too long to be stored.");
        return false;
    }

    private async Task CommitAsync(AppendBatch batch)
    {
        var (mayBeStored, pause) = (false, ShortestPause);
        for (var isRetry = false; ; isRetry = true)
        {
            try
            {
                var outcomes = await _session.StoreAsync(batch, isRetry, Left(batch));
                _availability.Worked();
                _stored(batch.Recorded(outcomes));
                batch.Answer(outcomes, _durable, _settings.StreamsMax);
                return;
            }
            catch (Exception e) when (Availability.IsFailure(e))
            {
                mayBeStored |= _session.MayHaveStored(e);
                _availability.Failed(e);
                if (Left(batch) <= pause || _closing.IsCancellationRequested)
                {
                    batch.Refuse(Availability.Describe(e) + (mayBeStored ? MayBeStored : ""));
                    return;
                }
            }

            await PauseAsync(pause);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private TimeSpan Left(AppendBatch batch)
    {
        var left = Timeout - TimeSpan.FromMilliseconds(Environment.TickCount64 - batch.Since);
        return left > ShortestPause ? left : ShortestPause;
    }

    private async Task PauseAsync(TimeSpan pause) =>
        await Task.Delay(pause, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
