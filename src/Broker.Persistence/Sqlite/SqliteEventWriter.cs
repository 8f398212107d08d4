using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace Broker.Persistence.Sqlite;

/// <summary>
/// Writes events on a thread of its own, since SQLite blocks while it flushes. What comes during one commit
/// is the next one.
/// </summary>
internal sealed class SqliteEventWriter : IEventWriter
{
    private const int BatchRowsMax = 500;

    // On a disk that is nearly full a small write would say that all is well.
    private const string ProbeSql = "INSERT OR REPLACE INTO probe (id, filler) VALUES (1, zeroblob(131072))";

    private readonly BlockingCollection<PendingWrite> _pending = [];
    private readonly PendingLimit _limit;
    private readonly SqliteConnections _connections;
    private readonly long _logBytesMax;
    private readonly Thread _thread;
    private Session? _session;
    private long _logBytesNext;

    public SqliteEventWriter(SqliteConnections connections, PersistenceSettings settings)
    {
        _connections = connections;
        _limit = new PendingLimit(settings.QueuedWritesMax, settings.QueuedBytesMax);
        _logBytesMax = _logBytesNext = settings.WalBytesMax;
        _thread = new Thread(Run) { Name = "SQLite writer", IsBackground = true };
        _thread.Start();
    }

    public Task WriteAsync(
        IReadOnlyList<EventRow> rows, Func<bool> isCurrent, CancellationToken cancellationToken)
    {
        var write = new PendingWrite(rows, isCurrent, cancellationToken);
        if (_limit.TryEnter(write)) _pending.Add(write, CancellationToken.None);
        return write.Done;
    }

    public Task ProbeAsync() => Task.Run(() =>
    {
        try
        {
            using var connection = _connections.Open();
            using var command = connection.CreateCommand();
            command.CommandText = ProbeSql;
            command.ExecuteNonQuery();
        }
        catch (SqliteException e)
        {
            throw new IOException(e.Message, e);
        }
    });

    public ValueTask DisposeAsync()
    {
        _pending.CompleteAdding();
        _thread.Join();
        _pending.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Run()
    {
        var batch = new List<PendingWrite>();
        foreach (var first in _pending.GetConsumingEnumerable())
        {
            batch.Add(first);
            var rows = first.Rows.Count;
            while (rows < BatchRowsMax && _pending.TryTake(out var next))
            {
                batch.Add(next);
                rows += next.Rows.Count;
            }
            Write([.. batch.Where(write => !write.TryCancel())]);
            foreach (var write in batch) _limit.Leave(write);
            batch.Clear();
            BoundLog();
        }
        _session?.Dispose();
    }

    private void Write(List<PendingWrite> batch)
    {
        if (batch.Count == 0) return;

        try
        {
            _session ??= new Session(_connections.Open());
            _session.Write(batch);
            foreach (var write in batch) write.Complete();
        }
        catch (SqliteException e)
        {
            _session?.Dispose();
            _session = null;
            if (!IsOfRow(e))
                foreach (var write in batch) write.Fail(e);
            else if (batch.Count == 1) batch[0].Refuse(e);
            else
                foreach (var write in batch) Write([write]);
        }
    }

    // Readers that overlap keep SQLite from beginning its log anew by itself.
    private void BoundLog()
    {
        var log = new FileInfo(_connections.LogFile);
        if (_session is null || !log.Exists || log.Length <= _logBytesNext) return;

        // A reader that does not end, such as a backup, is not waited for at each commit.
        _logBytesNext = _session.TryEmptyLog() ? _logBytesMax : log.Length + _logBytesMax;
    }

    // SQLITE_CONSTRAINT, SQLITE_TOOBIG and SQLITE_MISMATCH: the others of its batch do not share it.
    private static bool IsOfRow(SqliteException e) => e.SqliteErrorCode is 19 or 18 or 20;

    /// <summary>A connection and its prepared statement.</summary>
    private sealed class Session : IDisposable
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteCommand _insert;
        private readonly SqliteParameter _id, _number, _created, _serializer, _manifest, _message;

        public Session(SqliteConnection connection)
        {
            _connection = connection;
            _insert = connection.CreateCommand();
            _insert.CommandText = """
                INSERT INTO journal
                    (persistence_id, sequence_number, created, deleted, identifier, manifest, message)
                VALUES ($id, $number, $created, 0, $serializer, $manifest, $message)
                """;
            _id = _insert.Parameters.Add("$id", SqliteType.Text);
            _number = _insert.Parameters.Add("$number", SqliteType.Integer);
            _created = _insert.Parameters.Add("$created", SqliteType.Integer);
            _serializer = _insert.Parameters.Add("$serializer", SqliteType.Integer);
            _manifest = _insert.Parameters.Add("$manifest", SqliteType.Text);
            _message = _insert.Parameters.Add("$message", SqliteType.Blob);
        }

        public void Write(List<PendingWrite> batch)
        {
            using var transaction = _connection.BeginTransaction();
            _insert.Transaction = transaction;
            foreach (var write in batch)
                foreach (var row in write.Rows)
                {
                    (_id.Value, _number.Value) = (row.PersistenceId, row.SequenceNr);
                    _created.Value = row.Created;
                    (_serializer.Value, _manifest.Value) = (row.SerializerId, row.Manifest);
                    _message.Value = row.Message;
                    _insert.ExecuteNonQuery();
                }
            transaction.Commit();
        }

        /// <summary>False where a reader does not let go of the log within the lock timeout.</summary>
        public bool TryEmptyLog()
        {
            using var command = _connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
            try
            {
                return command.ExecuteScalar() is 0L;
            }
            catch (SqliteException)
            {
                return false;
            }
        }

        public void Dispose()
        {
            _insert.Dispose();
            _connection.Dispose();
        }
    }
}
