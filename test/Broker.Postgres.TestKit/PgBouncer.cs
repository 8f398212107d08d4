using System.Diagnostics;
using System.Net.Sockets;
using Broker.SpecKit;
using Xunit;

namespace Broker.Postgres.TestKit;

/// <summary>A PgBouncer before a server. It goes when it is disposed or when this process ends.</summary>
public sealed class PgBouncer : IAsyncDisposable
{
    private static readonly string? Program = new[] { "/usr/sbin/pgbouncer", "/usr/bin/pgbouncer" }
        .FirstOrDefault(File.Exists);

    private readonly Process _process;
    private readonly int _port;

    private PgBouncer(Process process, int port) => (_process, _port) = (process, port);

    /// <param name="mode">When a session goes to another client.</param>
    /// <param name="more">Further settings.</param>
    public static async Task<PgBouncer> StartAsync(PostgresServer server, string mode, string more = "")
    {
        Skip.If(Program is null, "PgBouncer is not installed.");
        ArgumentNullException.ThrowIfNull(server);
        var (folder, port) = (PostgresPrograms.CreateDirectory(), FreePort.Next());
        await File.WriteAllTextAsync(Path.Combine(folder, "users"), "\"postgres\" \"\"\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "pgbouncer.ini"), $"""
            [databases]
            * = host=127.0.0.1 port={server.Port}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = trust
            auth_file = {folder}/users
            pool_mode = {mode}
            {more}
            """);
        var bouncer = new PgBouncer(PostgresPrograms.StartBeside(Program!, folder), port);
        await bouncer.ListensAsync();
        return bouncer;
    }

    /// <summary>The way to a database through it.</summary>
    public string Before(string connectionString) => $"{connectionString};Port={_port}";

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ListensAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var tries = 1_000; ; tries--)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", _port);
                return;
            }
            catch (SocketException) when (tries > 0)
            {
                await timer.WaitForNextTickAsync();
            }
        }
    }
}
