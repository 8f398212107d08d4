using Npgsql;

namespace Broker.Journal.Tests.Kit;

/// <summary>Holds the row that every append needs, until it is disposed.</summary>
internal sealed class HeldHead : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private HeldHead(NpgsqlConnection connection) => _connection = connection;

    public static async Task<HeldHead> TakeAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "BEGIN; SELECT 1 FROM broker.head FOR UPDATE", connection);
        await command.ExecuteNonQueryAsync();
        return new HeldHead(connection);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
