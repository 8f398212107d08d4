using System.Diagnostics;
using System.Globalization;
using Broker.SpecKit;
using Npgsql;
using Xunit;

namespace Broker.Postgres.TestKit;

/// <summary>
/// A PostgreSQL of a spec's own: in a temporary directory, on a port of its own, trusting everybody. It goes
/// when it is disposed or when this process ends, however it ends.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgresServer>> Common = new(() => StartNewAsync());

    private readonly string _root;
    private readonly string _data;
    private readonly Process _guard;
    private readonly string[] _arguments;
    private readonly (bool IsDurable, bool CanReplicate) _options;
    private int _databases;

    private PostgresServer(string root, (bool IsDurable, bool CanReplicate) options)
    {
        (_root, _data, _options) = (root, Path.Combine(root, "data"), options);
        Port = FreePort.Next();
        _guard = PostgresPrograms.StartGuard(root, _data);
        var durable = options.IsDurable ? "on" : "off";
        var (level, senders) = options.CanReplicate ? ("replica", 4) : ("minimal", 0);
        _arguments =
        [
            "-D", _data, "-w", "-l", Path.Combine(root, "log"), "-o",
            $"-c listen_addresses=127.0.0.1 -c port={Port} -c unix_socket_directories={root}"
            + $" -c fsync={durable} -c full_page_writes={durable}"
            // What nobody waited for is lost by a crash, as it may be.
            + " -c wal_writer_delay=10s"
            + " -c max_connections=200 -c shared_buffers=32MB"
            + $" -c wal_level={level} -c max_wal_senders={senders}",
        ];
    }

    /// <summary>Why no PostgreSQL can start on this machine; null if one can.</summary>
    public static string? Missing => PostgresPrograms.Missing;

    /// <summary>Skips the spec if there is none.</summary>
    public static void Require() => Skip.If(Missing is not null, Missing);

    public int Port { get; }

    /// <summary>What the server logged, for a message when a spec fails.</summary>
    public string LogFile => Path.Combine(_root, "log");

    /// <summary>The one that all specs of this process share, which none of them stops.</summary>
    public static Task<PostgresServer> SharedAsync() => Common.Value;

    /// <param name="isDurable">True to wait for the disk, as a real one does; slower.</param>
    /// <param name="canReplicate">True for one that gets a standby.</param>
    public static async Task<PostgresServer> StartNewAsync(bool isDurable = false, bool canReplicate = false)
    {
        Require();
        var server = new PostgresServer(PostgresPrograms.CreateDirectory(), (isDurable, canReplicate));
        await PostgresPrograms.InitializeAsync(server._data);
        await server.StartAsync();
        return server;
    }

    /// <summary>Takes TLS from now on.</summary>
    /// <param name="files">The certificate and its key, as PEM.</param>
    public async Task UseTlsAsync((string Certificate, string Key) files)
    {
        foreach (var (from, name) in new[] { (files.Certificate, "server.crt"), (files.Key, "server.key") })
            await PostgresPrograms.RunAsync(
                "/usr/bin/install", "-m", "600", from, Path.Combine(_data, name));
        await ExecuteAsync("ALTER SYSTEM SET ssl = on");
        await ExecuteAsync("SELECT pg_reload_conf()");
    }

    /// <summary>A copy that follows this one asynchronously.</summary>
    public async Task<PostgresServer> StartStandbyAsync()
    {
        var standby = new PostgresServer(PostgresPrograms.CreateDirectory(), _options);
        await PostgresPrograms.RunAsync(
            "pg_basebackup", "-D", standby._data, "-h", "127.0.0.1", "-p", $"{Port}", "-U", "postgres",
            "--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", "--no-sync");
        await standby.StartAsync();
        return standby;
    }

    /// <summary>A standby learns nothing more of what the first one stores.</summary>
    public async Task StopFollowingAsync()
    {
        await ExecuteAsync("ALTER SYSTEM SET primary_conninfo = ''");
        await ExecuteAsync("SELECT pg_reload_conf()");
    }

    /// <summary>A standby takes the place of the first one.</summary>
    public Task PromoteAsync() => PostgresPrograms.RunAsync("pg_ctl", "promote", "-D", _data, "-w");

    /// <summary>For Npgsql, to a database of this server.</summary>
    public string ConnectionTo(string database) =>
        $"Host=127.0.0.1;Port={Port};Username=postgres;Database={database}";

    /// <summary>Makes a database and gives the connection string to it.</summary>
    /// <param name="template">The database to copy, to which nobody may be connected.</param>
    public async Task<string> CreateDatabaseAsync(string template = "template0")
    {
        var name = string.Create(
            CultureInfo.InvariantCulture, $"spec{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template}");
        return ConnectionTo(name);
    }

    /// <summary>Runs a statement as an operator would, beside all connections of the spec.</summary>
    public Task ExecuteAsync(string sql) => ExecuteAsync(ConnectionTo("postgres"), sql);

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Breaks every connection to it, as a failing network would.</summary>
    public Task TerminateBackendsAsync() => ExecuteAsync(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        + " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'");

    /// <summary>Starts it again, after a stop or a kill.</summary>
    public Task StartAsync() => PostgresPrograms.RunAsync("pg_ctl", ["start", .. _arguments]);

    /// <param name="isImmediate">True to stop without a checkpoint, as a crash does.</param>
    public Task StopAsync(bool isImmediate = false) =>
        PostgresPrograms.RunAsync(
            "pg_ctl", "stop", "-D", _data, "-w", "-m", isImmediate ? "immediate" : "fast");

    /// <summary>
    /// Holds all its processes, so that it takes connections and says nothing, as behind a broken network.
    /// </summary>
    public Task PauseAsync() => SignalAsync("STOP");

    /// <summary>Lets it go on after a pause.</summary>
    public Task ResumeAsync() => SignalAsync("CONT");

    /// <summary>Kills all its processes.</summary>
    public async Task KillAsync()
    {
        using var postmaster = Process.GetProcessById(PostmasterId());
        postmaster.Kill(entireProcessTree: true);
        await postmaster.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
    }

    // The first one alone begins others, so they are looked for when it is held.
    private async Task SignalAsync(string signal)
    {
        var postmaster = PostmasterId();
        await PostgresPrograms.SignalAsync(signal, [postmaster]);
        await PostgresPrograms.SignalAsync(signal, PostgresPrograms.ChildrenOf(postmaster));
    }

    private int PostmasterId() => int.Parse(
        File.ReadLines(Path.Combine(_data, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
}
