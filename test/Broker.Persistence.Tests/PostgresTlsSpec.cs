using Broker.Persistence.Tests.Kit;
using Broker.Postgres.TestKit;
using Npgsql;

namespace Broker.Persistence.Tests;

public sealed class PostgresTlsSpec : IAsyncLifetime, IDisposable
{
    private readonly ServerCertificate _certificate = new();
    private PostgresServer? _server;

    public async Task InitializeAsync()
    {
        if (PostgresServer.Missing is not null) return;

        _server = await PostgresServer.StartNewAsync();
        await _server.UseTlsAsync(_certificate.Files);
    }

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }

    public void Dispose() => _certificate.Dispose();

    [SkippableFact]
    public async Task Stores_over_tls_where_the_authority_and_the_name_are_right()
    {
        var settings = await SettingsAsync(_certificate.Authority);
        await using var node = await Node.StartAsync("", settings);
        Assert.Equal(1ul, await node.Counter("one").Ask<object>(1ul, Node.Patience));

        await using var connection = new NpgsqlConnection(settings.Postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)"
            + " WHERE application_name = 'broker'",
            connection);
        Assert.Equal(true, await command.ExecuteScalarAsync());
    }

    [SkippableFact]
    public async Task Says_that_another_authority_signed_the_certificate()
    {
        using var other = new ServerCertificate();

        Assert.Contains("(Root Certificate)", await RefusalAsync(other.Authority), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Says_that_the_certificate_is_for_another_name() => Assert.Contains(
        "the name in Host",
        await RefusalAsync(_certificate.Authority, host: "localhost"),
        StringComparison.Ordinal);

    [SkippableFact]
    public async Task Says_that_the_server_has_no_tls()
    {
        PostgresServer.Require();
        await _server!.ExecuteAsync("ALTER SYSTEM SET ssl = off");
        await _server.ExecuteAsync("SELECT pg_reload_conf()");

        Assert.Contains("SSL", await RefusalAsync(_certificate.Authority), StringComparison.Ordinal);
    }

    private async Task<string> RefusalAsync(string authority, string host = "127.0.0.1")
    {
        var settings = await SettingsAsync(authority, host);
        var refusal = await Assert.ThrowsAsync<StoreException>(() => Node.StartAsync("", settings));
        return refusal.Message;
    }

    private async Task<PersistenceSettings> SettingsAsync(string authority, string host = "127.0.0.1")
    {
        PostgresServer.Require();
        return Node.Settings with
        {
            Postgres = $"{await _server!.CreateDatabaseAsync()};Host={host};SSL Mode=VerifyFull;"
                + $"Root Certificate={authority}",
        };
    }
}
