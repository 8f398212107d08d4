using System.Runtime.CompilerServices;
using Broker.Actors.Journal;
using Broker.Journal.Format;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Postgres;

/// <summary>
/// The journal in a PostgreSQL, which several processes share as equals. All appends of all processes pass
/// one row, so that positions are committed in their order and a follower skips none.
/// </summary>
public sealed class PostgresJournal : IJournal
{
    private const int RoundEventsMax = 1_000;

    private readonly JournalSettings _settings;
    private readonly EventTable _table;
    private readonly Ring _ring;
    private readonly TailReader _tail;
    private readonly AppendWriter _writer;
    private readonly Sweeper _sweeper;
    private readonly CancellationTokenSource _closing = new();

    private PostgresJournal(
        PostgresDatabase database, JournalSettings settings, Action<PostgresIncident> report)
    {
        var postgres = settings.Postgres;
        (_settings, Database) = (settings, database);
        _table = new EventTable(database, postgres.ReadTimeout);
        _ring = new Ring(database.Head, postgres.RingBytesMax);
        _tail = new TailReader(database, _table, _ring, postgres.PollInterval, report);
        _writer = new AppendWriter(database, settings, Publish, report);
        _sweeper = new Sweeper(database, postgres.SweepInterval, report);
    }

    public bool IsShared => true;

    /// <summary>For what else is kept there. It is closed with the journal.</summary>
    public PostgresDatabase Database { get; }

    private bool IsClosed => _closing.IsCancellationRequested;

    /// <summary>Connects and makes the tables; it blocks for as long as that takes.</summary>
    /// <param name="report">Told of every incident, from any thread; it must not block.</param>
    /// <exception cref="JournalException">There is no such database, or it is of a later version.</exception>
    public static PostgresJournal Open(JournalSettings settings, Action<PostgresIncident> report)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new PostgresJournal(PostgresDatabase.Open(settings.Postgres), settings, report);
    }

    public ValueTask<Answer> AppendAsync(Append append)
    {
        ArgumentNullException.ThrowIfNull(append);
        var bytes = EventBody.BytesOf(append.Events);
        return Refusals.BadSize(append, bytes, _settings.AppendBytesMax) is { } refused
            ? ValueTask.FromResult<Answer>(refused)
            : _writer.Enqueue(append, bytes);
    }

    public async ValueTask<Answer> ReadAsync(Read read)
    {
        ArgumentNullException.ThrowIfNull(read);
        if (IsClosed) return Refusals.Closed(read.Stream);

        try
        {
            return await _table.ReadAsync(read);
        }
        catch (Exception e) when (Availability.IsFailure(e))
        {
            return new Rejected(read.Stream, RejectReason.Unavailable, Availability.Describe(e));
        }
    }

    public async ValueTask<long?> HeadAsync()
    {
        if (IsClosed) return null;

        try
        {
            return await _table.HeadAsync();
        }
        catch (Exception e) when (Availability.IsFailure(e))
        {
            return null;
        }
    }

    public async ValueTask<Answer> TrimAsync(Trim trim)
    {
        ArgumentNullException.ThrowIfNull(trim);
        if (IsClosed) return Refusals.Closed(trim.Stream);

        try
        {
            var trimmed = await _table.TrimAsync(trim);
            _ring.Trim(trim.Stream, trimmed.FirstVersion);
            return trimmed;
        }
        catch (Exception e) when (Availability.IsFailure(e))
        {
            return new Rejected(trim.Stream, RejectReason.Unavailable, Availability.Describe(e));
        }
    }

    /// <summary>
    /// While the database is away nothing comes, and nothing is thrown. What another process has trimmed
    /// meanwhile may still come.
    /// </summary>
    public async IAsyncEnumerable<Followed> FollowAsync(
        long afterPosition,
        string streamPrefix,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        var found = new List<Followed>();
        while (!IsClosed)
        {
            var changed = _ring.Changed;
            var behind = afterPosition;
            if (!_ring.TryRead(ref afterPosition, streamPrefix, RoundEventsMax, found))
                afterPosition = await CatchUpAsync(afterPosition, streamPrefix, found, ending.Token);
            else if (afterPosition == behind)
                await changed.WaitAsync(ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();

            foreach (var one in found)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return one;
            }

            // A long way to catch up is not one long turn of whoever follows.
            if (found.Count > 0) await Task.Yield();
            found.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (IsClosed) return;

        await _closing.CancelAsync();
        await _writer.DisposeAsync();
        await _tail.DisposeAsync();
        await _sweeper.DisposeAsync();
        await Database.DisposeAsync();
    }

    // The position up to which it has looked.
    private async Task<long> CatchUpAsync(
        long position, string prefix, List<Followed> found, CancellationToken ending)
    {
        var start = _ring.Start;
        try
        {
            // Where nothing is behind it, the rest up to the ring is trimmed.
            return await _table.ReadBehindAsync(position, prefix, found) ?? Math.Max(position, start);
        }
        catch (Exception e) when (Availability.IsFailure(e))
        {
            found.Clear();
            await Task.Delay(_settings.Postgres.PollInterval, ending)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return position;
        }
    }

    // What this process has stored need not be read again, unless another has stored something in between.
    private void Publish(List<Recorded> stored)
    {
        if (stored.Count > 0 && !_ring.TryAdd(stored[0].Position - 1, stored)) _tail.Wake();
    }
}
