using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Broker.Persistence.Tests.Kit;

/// <summary>One process over a store: the store and an actor system on it.</summary>
internal sealed class Node : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private Node(EventStore store, string database)
    {
        (Store, Database) = (store, database);
        var config = ConfigurationFactory.ParseString("akka { loglevel = ERROR, stdout-loglevel = OFF }")
            .WithFallback(store.Config);
        System = ActorSystem.Create(
            "node", ActorSystemSetup.Create([BootstrapSetup.Create().WithConfig(config), .. store.Setups]));
    }

    public EventStore Store { get; }

    /// <summary>The file, or a connection string.</summary>
    public string Database { get; }

    public ActorSystem System { get; }

    public IActorRef Journal => Akka.Persistence.Persistence.Instance.Apply(System).JournalFor("");

    public static PersistenceSettings Settings { get; } = new(
        Fsync: false,
        LockTimeout: TimeSpan.FromMilliseconds(100),
        WalBytesMax: 1 << 20,
        WriteTimeout: TimeSpan.FromSeconds(10),
        QueuedWritesMax: 10_000,
        QueuedBytesMax: 64 << 20,
        Postgres: "",
        PoolMax: 8);

    public static async Task<Node> StartAsync(
        string directory, PersistenceSettings? settings = null)
    {
        settings ??= Settings;
        var store = await EventStore.OpenAsync(
            settings, directory, TimeProvider.System, NullLogger<EventStore>.Instance);
        return new Node(
            store, settings.UsesPostgres ? settings.Postgres : Path.Combine(directory, "broker.db"));
    }

    public IActorRef Counter(string id, string? name = null) =>
        System.ActorOf(CounterActor.PropsFor(id, Store.Generation), name);

    public static Task<CounterActor.State> ReadAsync(IActorRef counter) =>
        counter.Ask<CounterActor.State>(CounterActor.Read.Instance, Patience);

    /// <summary>
    /// Asks new counters until one has stored the number. One that stops before it is asked does not answer.
    /// </summary>
    public async Task StoreAsync(string id, ulong number)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var tries = 0; tries < 3_000; tries++)
        {
            try
            {
                if (await Counter(id).Ask<object>(number, TimeSpan.FromSeconds(3)) is ulong) return;
            }
            catch (AskTimeoutException)
            {
                // The next one.
            }
            await timer.WaitForNextTickAsync();
        }
        throw new TimeoutException($"{id} never stores {number}");
    }

    /// <summary>Waits until the journal has taken what was sent to it before.</summary>
    public Task JournalIdleAsync() =>
        Journal.Ask<JournalHealthCheckResponse>(new CheckJournalHealth(default), Patience);

    /// <summary>Waits for something that no message tells.</summary>
    public static async Task WaitAsync(Func<bool> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        for (var turns = 0; !condition() && turns < 3_000; turns++) await timer.WaitForNextTickAsync();
        Assert.True(condition(), "it never comes");
    }

    /// <summary>Runs SQL on the file as another program would.</summary>
    public void Execute(string sql)
    {
        using var connection = Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        await System.Terminate();
        await Store.DisposeAsync();
    }
}
