namespace Broker.Journal.Postgres;

/// <summary>
/// Removes what has expired, in small pieces. Every process does, each what no other has in its hands.
/// </summary>
internal sealed class Sweeper : IAsyncDisposable
{
    private const int PieceMax = 1_000;

    private const string KeysSql = """
        DELETE FROM broker.keys k USING (
            SELECT stream, key FROM broker.keys WHERE expires <= now()
            ORDER BY expires LIMIT 1000 FOR UPDATE SKIP LOCKED) old
        WHERE k.stream = old.stream AND k.key = old.key
        """;

    // Long after the last batch no answer of it can be waited for.
    private const string WritersSql = "DELETE FROM broker.writers WHERE wrote < now() - interval '1 day'";

    private readonly PostgresDatabase _database;
    private readonly TimeSpan _interval;
    private readonly Availability _availability;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _ended;

    public Sweeper(PostgresDatabase database, TimeSpan interval, Action<PostgresIncident> report)
    {
        (_database, _interval) = (database, interval);
        _availability = new Availability("sweeping", report);
        _ended = Task.Run(RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _ended;
        _closing.Dispose();
    }

    /// <summary>Removes everything that has expired by now.</summary>
    internal async Task SweepAsync()
    {
        while (await RunAsync(KeysSql) == PieceMax)
        {
        }

        await RunAsync(WritersSql);
    }

    private async Task RunAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            await Task.Delay(_interval, _closing.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (!_closing.IsCancellationRequested) await SweepAsync();
                _availability.Worked();
            }
            catch (Exception e) when (Availability.IsFailure(e))
            {
                if (!_closing.IsCancellationRequested) _availability.Failed(e);
            }
        }
    }

    private async Task<int> RunAsync(string sql)
    {
        await using var command = _database.Source.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync(_closing.Token);
    }
}
