using System.Text;
using Broker.Actors;
using Broker.Actors.Persistence;
using Broker.Persistence.Tests.Kit;
using Microsoft.Data.Sqlite;

namespace Broker.Persistence.Tests;

public sealed class SqliteStoreSpec : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private string Database => _directory.PathOf("broker.db");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Keeps_events_over_a_restart_and_begins_a_generation()
    {
        Generation first;
        await using (var node = await Node.StartAsync(_directory.Path))
        {
            first = node.Store.Generation.Value;
            var counter = node.Counter("one");
            foreach (var number in new ulong[] { 3, 4 }) await counter.Ask<ulong>(number, Node.Patience);
        }

        await using var restarted = await Node.StartAsync(_directory.Path);
        var again = restarted.Counter("one");
        await AssertAsync([3, 4], first, again);

        await again.Ask<ulong>(5ul, Node.Patience);
        Assert.NotEqual(first, restarted.Store.Generation.Value);
        await AssertAsync([3, 4, 5], restarted.Store.Generation.Value, again);
        await AssertAsync([3, 4, 5], restarted.Store.Generation.Value, restarted.Counter("one"));
    }

    [Fact]
    public async Task Trims_and_knows_the_last_event_afterwards()
    {
        await using var node = await Node.StartAsync(_directory.Path);
        var counter = node.Counter("one");
        foreach (var number in new ulong[] { 1, 2, 3 }) await counter.Ask<ulong>(number, Node.Patience);

        counter.Tell(CounterActor.Trim.Instance);
        await Node.ReadAsync(counter);
        await node.JournalIdleAsync();
        await Node.WaitAsync(() => Number(node, "SELECT count(*) FROM journal WHERE deleted = 0") == 1);

        await AssertAsync([3], node.Store.Generation.Value, node.Counter("one"));
    }

    [Theory]
    [InlineData(true, 2, Durability.Fsync)]
    [InlineData(false, 1, Durability.File)]
    public async Task Sets_how_SQLite_flushes_on_the_connections_of_the_plugins(
        bool fsync, long synchronous, Durability level)
    {
        await using var node = await Node.StartAsync(_directory.Path, Node.Settings with { Fsync = fsync });
        Assert.Equal(level, node.Store.Durability);
        // The trigger runs on the connection that inserts.
        node.Execute("""
            CREATE TABLE seen (synchronous INTEGER);
            CREATE TRIGGER look AFTER INSERT ON journal BEGIN
                INSERT INTO seen SELECT synchronous FROM pragma_synchronous;
            END
            """);

        foreach (var id in new[] { "one", "other" }) await node.Counter(id).Ask<ulong>(1ul, Node.Patience);

        Assert.Equal(synchronous, Number(node, "SELECT max(synchronous) FROM seen"));
        Assert.Equal(synchronous, Number(node, "SELECT min(synchronous) FROM seen"));
    }

    [Fact]
    public async Task Is_in_WAL_mode_and_gives_space_back_in_pieces()
    {
        await using var node = await Node.StartAsync(_directory.Path);

        Assert.Equal(2, Number(node, "PRAGMA auto_vacuum"));
        Assert.Equal(1, Number(node, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"));
    }

    [Fact]
    public async Task Bounds_its_log_though_readers_overlap()
    {
        await using var node = await Node.StartAsync(_directory.Path);
        var counter = node.Counter("one");
        await counter.Ask<ulong>(0ul, Node.Patience);
        var (isDone, turns) = (false, new SemaphoreSlim(1));
        var reading = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!Volatile.Read(ref isDone))
            {
                using var connection = node.Open();
                using var transaction = connection.BeginTransaction(deferred: true);
                using var command = connection.CreateCommand();
                command.CommandText = "SELECT count(*) FROM journal";
                command.ExecuteScalar();
                // It ends when another one has begun.
                await turns.WaitAsync();
                turns.Release();
            }
        })));

        for (var number = 1ul; number <= 1_000; number++) await counter.Ask<ulong>(number, Node.Patience);
        var length = new FileInfo(Database + "-wal").Length;
        Volatile.Write(ref isDone, true);
        await reading;

        Assert.InRange(length, 0, 2 * Node.Settings.WalBytesMax);
    }

    [Fact]
    public async Task Keeps_its_files_from_other_users()
    {
        await using var node = await Node.StartAsync(_directory.Path);
        await node.Counter("one").Ask<ulong>(1ul, Node.Patience);

        foreach (var file in new DirectoryInfo(_directory.Path).GetFiles("broker.db*"))
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, file.UnixFileMode);
    }

    [Fact]
    public async Task Reads_while_another_writes()
    {
        await using var node = await Node.StartAsync(_directory.Path);
        await node.Counter("one").Ask<ulong>(1ul, Node.Patience);
        using var writer = node.Open();
        using var transaction = writer.BeginTransaction();

        Assert.Equal([1ul], (await Node.ReadAsync(node.Counter("one"))).Numbers);
    }

    [Fact]
    public async Task Refuses_a_file_of_a_later_version()
    {
        await using (var node = await Node.StartAsync(_directory.Path))
            node.Execute("PRAGMA user_version = 2");

        Assert.Contains("of a later broker", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_another_programs_file()
    {
        using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE theirs (a)";
            command.ExecuteNonQuery();
        }

        Assert.Contains("is not the broker's", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_file_that_is_no_database()
    {
        File.WriteAllText(Database, string.Concat(Enumerable.Repeat("no database ", 1_000)));

        Assert.Contains("is no SQLite database", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_file_that_is_cut()
    {
        await using (var node = await Node.StartAsync(_directory.Path))
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(
                i => node.Counter($"number {i}").Ask<ulong>((ulong)i, Node.Patience)));
        }
        using (var file = File.OpenWrite(Database)) file.SetLength(file.Length / 2);

        Assert.Contains("is damaged", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fails_only_the_entities_of_a_damaged_page()
    {
        await using (var node = await Node.StartAsync(_directory.Path))
        {
            await node.Counter("an entity on a damaged page").Ask<ulong>(1ul, Node.Patience);
            var others = Enumerable.Range(0, 300).Select(i => node.Counter($"number {i}"));
            await Task.WhenAll(others.Select(one => one.Ask<ulong>(1ul, Node.Patience)));
            await node.Counter("zebra").Ask<ulong>(1ul, Node.Patience);
        }
        DamagePageOf("an entity on a damaged page");

        await using var again = await Node.StartAsync(_directory.Path);
        await again.Counter("an entity on a damaged page").WatchAsync().WaitAsync(Node.Patience);
        Assert.Equal([1ul], (await Node.ReadAsync(again.Counter("zebra"))).Numbers);
        await again.StoreAsync("zebra", 2);
        Assert.True(again.Store.Health.IsWriting);
    }

    [Fact]
    public async Task Refuses_a_file_that_another_process_has_locked()
    {
        await using var node = await Node.StartAsync(_directory.Path);
        using var other = node.Open();
        using var transaction = other.BeginTransaction();

        Assert.Contains("is locked by another process", await RefusalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_directory_that_is_missing()
    {
        var refusal = await Assert.ThrowsAsync<StoreException>(
            () => Node.StartAsync(_directory.PathOf("none")));

        Assert.Contains("cannot be opened", refusal.Message, StringComparison.Ordinal);
    }

    private void DamagePageOf(string text)
    {
        const int pageBytes = 4096;
        using var file = File.Open(Database, FileMode.Open);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var place = bytes.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(text));
        file.Position = place - (place % pageBytes);
        file.Write(new byte[100]);
    }

    private async Task<string> RefusalAsync() =>
        (await Assert.ThrowsAsync<StoreException>(() => Node.StartAsync(_directory.Path))).Message;

    private static async Task AssertAsync(ulong[] numbers, Generation last, IActorRef counter)
    {
        var state = await Node.ReadAsync(counter);
        Assert.Equal(numbers, state.Numbers);
        Assert.Equal(last, state.Last);
        Assert.False(state.IsBroken);
    }

    private static long Number(Node node, string sql)
    {
        using var connection = node.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
