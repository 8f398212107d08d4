using Npgsql;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Postgres;

/// <summary>
/// The one of this process that follows the tables into the ring, for all who follow. It looks when a
/// notification says so, when it is woken, and anyway after a while: a lost notification, or a lost
/// connection, costs time and no event.
/// </summary>
internal sealed class TailReader : IAsyncDisposable
{
    private readonly PostgresDatabase _database;
    private readonly EventTable _table;
    private readonly Ring _ring;
    private readonly TimeSpan _pollInterval;
    private readonly Availability _listening;
    private readonly Availability _reading;
    private readonly Signal _wake = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _ended;

    public TailReader(
        PostgresDatabase database,
        EventTable table,
        Ring ring,
        TimeSpan pollInterval,
        Action<PostgresIncident> report)
    {
        (_database, _table, _ring, _pollInterval) = (database, table, ring, pollInterval);
        _listening = new Availability("listening", report);
        _reading = new Availability("following", report);
        _ended = Task.WhenAll(Task.Run(ListenAsync), Task.Run(ReadAsync));
    }

    /// <summary>Somebody has stored something that the ring does not have.</summary>
    public void Wake() => _wake.Set();

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _ended;
        _closing.Dispose();
    }

    private async Task ReadAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            var woken = _wake.Next;
            try
            {
                while (await ReadPageAsync())
                {
                }

                _reading.Worked();
            }
            catch (Exception e) when (Availability.IsFailure(e))
            {
                _reading.Failed(e);
            }

            await woken.WaitAsync(_pollInterval, TimeProvider.System, _closing.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> ReadPageAsync()
    {
        var (end, found) = (_ring.End, new List<Recorded>());
        if (_closing.IsCancellationRequested) return false;
        if (await _table.ReadBehindAsync(end, "", found) is null) return false;

        _ring.TryAdd(end, found);
        return true;
    }

    private async Task ListenAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await using var connection = await _database.Source.OpenConnectionAsync(_closing.Token);
                connection.Notification += (_, notified) => Heard(notified.Payload);
                await using (var listen = new NpgsqlCommand("LISTEN broker_journal", connection))
                    await listen.ExecuteNonQueryAsync(_closing.Token);

                // What was stored before it listened was told to nobody.
                Wake();
                _listening.Worked();
                while (true) await connection.WaitAsync(_closing.Token);
            }
            catch (Exception e) when (Availability.IsFailure(e))
            {
                if (!_closing.IsCancellationRequested) _listening.Failed(e);
            }

            await Task.Delay(_pollInterval, _closing.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Heard(string payload)
    {
        if (!long.TryParse(payload, out var position) || position > _ring.End) Wake();
    }
}
