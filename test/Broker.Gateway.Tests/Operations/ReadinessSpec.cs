using Broker.Gateway.Operations;
using Broker.Gateway.Tests.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Broker.Gateway.Tests.Operations;

/// <summary>GET /readyz says why the process takes no new clients.</summary>
public class ReadinessSpec
{
    private const string Ready = "GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n";

    [Fact]
    public async Task Names_a_store_that_refuses_though_no_client_writes()
    {
        await using var gateway = await RunningGateway.StartAsync();
        using (var database = new SqliteConnection(
            $"Data Source={Path.Combine(gateway.DataDirectory, "broker.db")};Pooling=False"))
        {
            database.Open();
            using var command = database.CreateCommand();
            command.CommandText = "DROP TABLE probe";
            command.ExecuteNonQuery();
        }
        HttpAnswer answer;
        do answer = await gateway.AnswerAsync(Ready);
        while (answer.Status == 200);

        Assert.Equal(503, answer.Status);
        Assert.StartsWith(
            """{"ready":false,"reasons":["the store refuses writes: """,
            answer.Body,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_drain()
    {
        await using var gateway = await RunningGateway.StartAsync();
        gateway.Services.GetRequiredService<Readiness>().IsReady = false;

        Assert.Equal(
            """{"ready":false,"reasons":["the process starts or drains"]}""",
            (await gateway.AnswerAsync(Ready)).Body);
    }
}
