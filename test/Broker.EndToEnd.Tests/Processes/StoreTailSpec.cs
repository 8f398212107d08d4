using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace Broker.EndToEnd.Tests.Processes;

/// <summary>
/// The end of the store may be gone: an older copy was restored, or the power failed where flushing is off.
/// </summary>
public sealed class StoreTailSpec : IDisposable
{
    private readonly BrokerStart _start = new()
    {
        Config = """
            broker.channel.kinds.dear { pattern = dear, store = on, history-size-max = 100 }
            broker.channel.subscribe-timeout = 20s
            """,
    };

    private readonly TemporaryDirectory _copies = new();

    private string Database => Path.Combine(_start.DataDirectory, "broker.db");

    private string Copy => _copies.PathOf("broker.db");

    public void Dispose() => _copies.Dispose();

    [Fact]
    public async Task Clients_that_know_more_than_the_store_are_told_a_gap_though_offsets_are_given_again()
    {
        await using var first = await BrokerProcess.StartAsync(_start);
        await SendAsync(first, "old", 1, 7);
        Backup();
        var epoch = await SendAsync(first, "old", 8, 10);
        first.Kill();
        await first.ExitedAsync();
        Restore();

        await using var second = await BrokerProcess.StartAsync(_start with { HttpPort = FreePort.Next() });
        Assert.Equal("gap", await FirstEventAsync(second, $"{epoch}-10"));
        await SendAsync(second, "new", 8, 11);
        Assert.Equal("gap", await FirstEventAsync(second, $"{epoch}-10"));
        Assert.Equal("new 8", await FirstEventAsync(second, $"{epoch}-7"));

        using var users = new UsersHttp(second);
        Assert.Equal(("true", 11), await ReadAsync(users, $"since=10&epoch={epoch}"));
        Assert.Equal((null, 4), await ReadAsync(users, $"since=7&epoch={epoch}"));
        var token = await users.TokenAsync("ann");
        var position = $"&epoch={epoch}&format=json";
        using var behind = await UserSocket.ConnectAsync(second, token, $"&since=10{position}");
        Assert.Equal("gap", (string?)(await behind.NextEventAsync())["type"]);
        using var inStep = await UserSocket.ConnectAsync(second, token, $"&since=7{position}");
        Assert.Equal("new 8", (string?)(await inStep.NextEventAsync())["content"]);
    }

    [Fact]
    public async Task After_a_kill_that_lost_nothing_clients_go_on_without_a_gap()
    {
        await using var first = await BrokerProcess.StartAsync(_start);
        var epoch = await SendAsync(first, "old", 1, 3);
        first.Kill();
        await first.ExitedAsync();

        await using var second = await BrokerProcess.StartAsync(_start with { HttpPort = FreePort.Next() });
        using var users = new UsersHttp(second);
        Assert.Equal((null, 0), await ReadAsync(users, $"since=3&epoch={epoch}"));
        using var resumed = await EventSubscriber.SubscribeAsync(second, "dear", $"{epoch}-3");
        await SendAsync(second, "new", 4, 5);

        Assert.Equal("new 4", (await resumed.NextOfAnyNameAsync()).Data);
        Assert.Equal("new 4", await FirstEventAsync(second, $"{epoch}-3"));
        Assert.Equal("old 3", await FirstEventAsync(second, $"{epoch}-2"));
        Assert.Equal((null, 2), await ReadAsync(users, $"since=3&epoch={epoch}"));
        Assert.Equal((null, 5), await ReadAsync(users, "since=0"));
    }

    // To the inbox of ann and to a channel; they have the same offsets and one epoch.
    private static async Task<string> SendAsync(BrokerProcess broker, string text, int from, int to)
    {
        using var users = new UsersHttp(broker);
        JsonObject? receipt = null;
        for (var number = from; number <= to; number++)
        {
            await users.MessageAsync("ann", $"{text} {number}");
            receipt = await broker.Http.PublishForReceiptAsync("dear", $"{text} {number}");
            Assert.Equal(number, (long)receipt["offset"]!);
        }
        return (string)receipt!["epoch"]!;
    }

    private static async Task<string> FirstEventAsync(BrokerProcess broker, string lastEventId)
    {
        using var events = await EventSubscriber.SubscribeAsync(broker, "dear", lastEventId);
        var first = await events.NextOfAnyNameAsync();
        return first.Name ?? first.Data;
    }

    private static async Task<(string? Gap, int Messages)> ReadAsync(UsersHttp users, string query)
    {
        var answer = await users.GetAsync(
            $"/message?username=ann&{query}", ("Authorization", await users.TokenAsync("ann")));
        return (answer["Broker-Gap"], JsonNode.Parse(answer.Body)!.AsArray().Count);
    }

    private void Backup()
    {
        using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"VACUUM INTO '{Copy}'";
        command.ExecuteNonQuery();
    }

    private void Restore()
    {
        foreach (var file in Directory.GetFiles(_start.DataDirectory, "broker.db*")) File.Delete(file);
        File.Copy(Copy, Database);
    }
}
