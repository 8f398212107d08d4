using System.Net;
using Microsoft.Data.Sqlite;

namespace Broker.EndToEnd.Tests.Processes;

/// <summary>A channel that its kind stores, over the end of the process.</summary>
public class StoredChannelSpec
{
    private const string Config =
        """
        broker.channel.kinds.dear { pattern = "dear*", store = on, history-size-max = 10 }
        broker.channel.subscribe-timeout = 20s
        """;

    [Fact]
    public async Task What_was_published_is_there_after_a_kill_with_its_place_its_epoch_and_its_key()
    {
        var start = new BrokerStart { Config = Config };
        var before = await BrokerProcess.StartAsync(start);
        var first = await before.Http.PublishForReceiptAsync("dear", "a");
        var second = await before.Http.PublishForReceiptAsync("dear", "b", ("Idempotency-Key", "k"));
        Assert.Equal("fsync", (string?)first["durability"]);
        before.Kill();
        await before.ExitedAsync();

        await using var after = await BrokerProcess.StartAsync(start with { HttpPort = FreePort.Next() });
        var again = await after.Http.PublishForReceiptAsync("dear", "b", ("Idempotency-Key", "k"));
        Assert.Equal((long)second["offset"]!, (long)again["offset"]!);
        Assert.Equal((string?)first["epoch"], (string?)again["epoch"]);
        using var resumed = await EventSubscriber.SubscribeAsync(after, "dear", $"{first["offset"]}");
        await after.Http.PublishAsync("dear", "c");
        Assert.Equal("b", (await resumed.NextAsync()).Data);
        Assert.Equal("c", (await resumed.NextAsync()).Data);
    }

    [Fact]
    public async Task A_chat_publisher_is_answered_when_it_is_stored_and_before_it_hears_itself()
    {
        var start = new BrokerStart { Config = Config };
        var before = await BrokerProcess.StartAsync(start);
        using (var alice = await ChatClient.JoinAsync(before, "dear", "alice"))
        {
            for (var i = 0; i < 20; i++) await alice.SendAsync(Request.Publish("dear", $"{i}"));
            for (var i = 0; i < 20; i++)
            {
                await alice.NextAnswerAsync();
                Assert.Equal($"{i}", await alice.NextContentAsync());
            }
        }
        before.Kill();
        await before.ExitedAsync();

        await using var after = await BrokerProcess.StartAsync(start with { HttpPort = FreePort.Next() });
        using var resumed = await EventSubscriber.SubscribeAsync(after, "dear", "10");
        for (var i = 10; i < 20; i++) Assert.Equal($"{i}", (await resumed.NextAsync()).Data);
    }

    [Fact]
    public async Task A_message_for_a_user_that_was_accepted_survives_a_kill()
    {
        var start = new BrokerStart();
        var before = await BrokerProcess.StartAsync(start);
        using (var http = new UsersHttp(before))
            for (var i = 1; i <= 3; i++) await http.MessageAsync("ann", $"{i}");
        before.Kill();
        await before.ExitedAsync();

        await using var after = await BrokerProcess.StartAsync(start with { HttpPort = FreePort.Next() });
        using var again = new UsersHttp(after);
        Assert.Equal(["1", "2", "3"], (await again.ReadAsync("ann")).Select(m => (string?)m!["content"]));
        await again.MessageAsync("ann", "4");
        Assert.Equal(4, (long)(await again.ReadAsync("ann", since: 3))[0]!["offset"]!);
    }

    [Fact]
    public async Task What_is_too_old_in_an_inbox_that_no_one_opens_is_deleted_and_its_offsets_go_on()
    {
        await using var broker = await BrokerProcess.StartAsync(new BrokerStart
        {
            Config = """
                broker.channel {
                  sweep-interval = 100ms, stored-idle-timeout = 10ms
                  publish-timeout = 400ms, idempotency-window = 1ms
                  kinds.users.history-age-max = 1s
                }
                """,
        });
        using var http = new UsersHttp(broker);
        await Patience.UntilAsync(
            async () => (await http.PostAsync("/message", Message("first"))).Status == HttpStatusCode.OK,
            () => "The store is not loaded.");
        foreach (var text in new[] { "second", "third" }) await http.PostAsync("/message", Message(text));

        using var file = new SqliteConnection(
            $"Data Source={Path.Combine(broker.StartedWith.DataDirectory, "broker.db")};Pooling=False");
        await file.OpenAsync();
        using var count = file.CreateCommand();
        count.CommandText = "SELECT count(*) FROM journal WHERE persistence_id = 'c:$user.ann'";
        await Patience.UntilAsync(
            () => Task.FromResult((long)count.ExecuteScalar()! == 1), () => "Old messages stay in the file.");
        Assert.Empty(await http.ReadAsync("ann"));
        await http.MessageAsync("ann", "fourth");
        Assert.True((long)(await http.ReadAsync("ann"))[0]!["offset"]! >= 4);

        static string Message(string text) => $$"""{"username":"ann","content":"{{text}}"}""";
    }
}
