using System.Data.Common;
using Npgsql;

namespace Broker.Persistence.Postgres;

/// <summary>The events of stored channels in PostgreSQL, which vacuums by itself.</summary>
internal sealed class PostgresChannelTables(NpgsqlDataSource source) : ChannelTables("broker.journal")
{
    public override Task GiveBackAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private protected override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
        await source.OpenConnectionAsync(cancellationToken);
}
