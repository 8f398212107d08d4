using System.Net;
using Microsoft.Data.Sqlite;

namespace Broker.EndToEnd.Tests.Processes;

/// <summary>The store's file as an operator meets it: damaged, locked, too new, no database.</summary>
public class StoreSpec
{
    [Fact]
    public async Task What_was_answered_is_there_after_a_kill()
    {
        await using var first = await BrokerProcess.StartAsync();
        using var alice = await AuctionUser.SignUpAsync(first, "alice");
        var offer = (await alice.OfferAsync(Offer("a lamp")))["id"];
        var bid = (await alice.BidAsync(offer, 5m)).Json["id"];
        Assert.Equal(HttpStatusCode.OK, (await alice.AcceptAsync(bid)).Status);
        first.Kill();
        await first.ExitedAsync();

        await using var second = await BrokerProcess.StartAsync(Again(first));
        using var again = await AuctionUser.LogInAsync(second, "alice");
        var found = (await again.GetAsync($"/v1/offer/{offer}")).Json;
        Assert.Equal(("5", true), (found["bid_price"]!.ToJsonString(), (bool)found["sold"]!));
        Assert.Equal([(string?)offer], await ListedAsync(again));
    }

    [Fact]
    public async Task A_damaged_event_makes_its_own_offer_503_and_nothing_else()
    {
        await using var first = await BrokerProcess.StartAsync();
        using var alice = await AuctionUser.SignUpAsync(first, "alice");
        var ids = new List<string>();
        foreach (var title in new[] { "lamp", "vase", "sofa" })
            ids.Add((string)(await alice.OfferAsync(Offer(title)))["id"]!);
        await StopAsync(first);
        Execute(first, $"""
            UPDATE journal SET message = CAST(substr(message, 1, 30) || 'x' || substr(message, 32) AS BLOB)
            WHERE persistence_id = 'o:{ids[1][..16]}'
            """);

        await using var second = await BrokerProcess.StartAsync(Again(first));
        using var again = await AuctionUser.LogInAsync(second, "alice");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await again.GetAsync($"/v1/offer/{ids[1]}")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await again.BidAsync(ids[1], 2m)).Status);
        foreach (var id in new[] { ids[0], ids[2] })
            Assert.Equal(HttpStatusCode.Created, (await again.BidAsync(id, 2m)).Status);
        var listed = await ListedAsync(again);
        Assert.All([ids[0], ids[2]], id => Assert.Contains(id, listed));
        Assert.Contains("is damaged", second.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_event_makes_its_own_inbox_503_and_nothing_else()
    {
        await using var first = await BrokerProcess.StartAsync();
        using (var users = new UsersHttp(first))
            foreach (var user in new[] { "ann", "bob", "ann" }) await users.MessageAsync(user, "kept");
        await StopAsync(first);
        Execute(first, """
            UPDATE journal SET message = CAST(substr(message, 1, 30) || 'x' || substr(message, 32) AS BLOB)
            WHERE persistence_id = 'c:$user.ann' AND sequence_number = 1
            """);

        await using var second = await BrokerProcess.StartAsync(Again(first));
        using var again = new UsersHttp(second);
        var refused = await again.PostAsync("/message", """{"username":"ann","content":"refused"}""");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.Status);
        Assert.NotNull(refused["Retry-After"]);
        var read = await again.GetAsync(
            "/message?username=ann&since=0", ("Authorization", await again.TokenAsync("ann")));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, read.Status);
        await again.MessageAsync("bob", "another");
        Assert.Equal(2, (await again.ReadAsync("bob")).Count);
        await second.Http.PublishAsync("broadcast", "not stored");
        Assert.Equal("ok", (await again.GetAsync("/healthcheck")).Body);
        Assert.True(await second.Http.IsReadyAsync());
    }

    [Fact]
    public async Task Another_programs_lock_is_answered_503_and_bids_go_on_when_it_ends()
    {
        await using var broker = await BrokerProcess.StartAsync(new BrokerStart
        {
            Config = "broker.persistence.lock-timeout = 10ms",
        });
        using var alice = await AuctionUser.SignUpAsync(broker, "alice");
        var offer = (await alice.OfferAsync(Offer("a lamp")))["id"];
        using (var other = Open(broker))
        using (other.BeginTransaction())
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await alice.BidAsync(offer, 2m)).Status);

        HttpStatusCode status;
        do status = (await alice.BidAsync(offer, 3m)).Status;
        while (status == HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.Created, status);
        // The log has a queue.
        await Patience.UntilAsync(
            () => Task.FromResult(
                broker.Output.Contains("The store refuses writes", StringComparison.Ordinal)
                && broker.Output.Contains("The store takes writes again", StringComparison.Ordinal)),
            () => $"The log does not say it:\n{broker.Output}");
    }

    [Fact]
    public async Task A_store_of_a_later_version_is_left_alone_and_exits_with_1()
    {
        await using var first = await BrokerProcess.StartAsync();
        await StopAsync(first);
        Execute(first, "PRAGMA user_version = 99");
        var bytes = await File.ReadAllBytesAsync(FileOf(first));
        using var second = await RunningProcess.RunAsync(Again(first).ToProcessStartInfo());

        Assert.Equal(1, second.ExitCode);
        Assert.Contains("has version 99, of a later broker", second.Output, StringComparison.Ordinal);
        Assert.Contains("--data", second.Output, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(FileOf(first)));
    }

    [Fact]
    public async Task A_file_that_is_no_database_exits_with_1()
    {
        var start = new BrokerStart();
        Directory.CreateDirectory(start.DataDirectory);
        var file = Path.Combine(start.DataDirectory, "broker.db");
        await File.WriteAllTextAsync(file, string.Concat(Enumerable.Repeat("no database ", 1_000)));
        using var broker = await RunningProcess.RunAsync(start.ToProcessStartInfo());

        Assert.Equal(1, broker.ExitCode);
        Assert.Contains($"'{file}' is no SQLite database", broker.Output, StringComparison.Ordinal);
    }

    private static async Task<List<string?>> ListedAsync(AuctionUser user) =>
    [
        .. (await user.GetAsync("/v1/offers?size=100")).Json.AsArray().Select(offer => (string?)offer!["id"]),
    ];

    private static string Offer(string title) => $$"""{"bid_price":1,"title":"{{title}}"}""";

    private static BrokerStart Again(BrokerProcess first) =>
        new() { Directory = first.StartedWith.Directory };

    private static async Task StopAsync(BrokerProcess broker)
    {
        broker.Signal(System.Runtime.InteropServices.PosixSignal.SIGTERM);
        Assert.Equal(0, await broker.ExitedAsync());
    }

    private static string FileOf(BrokerProcess broker) =>
        Path.Combine(broker.StartedWith.DataDirectory, "broker.db");

    private static SqliteConnection Open(BrokerProcess broker)
    {
        var connection = new SqliteConnection($"Data Source={FileOf(broker)};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Execute(BrokerProcess broker, string sql)
    {
        using var connection = Open(broker);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
