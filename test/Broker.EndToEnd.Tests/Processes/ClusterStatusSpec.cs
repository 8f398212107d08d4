using System.Net;
using System.Text.Json.Nodes;
using Broker.Postgres.TestKit;

namespace Broker.EndToEnd.Tests.Processes;

/// <summary>What <c>GET /admin/cluster</c> and <c>GET /readyz</c> say of the nodes.</summary>
public class ClusterStatusSpec
{
    private const string Token = "the admin token of a spec";

    [Fact]
    public async Task A_process_that_is_no_node_has_no_members()
    {
        await using var broker = await BrokerProcess.StartAsync();

        Assert.Equal(
            """{"self":null,"database_away":false,"members":[]}""",
            await TextAsync(broker, "/admin/cluster"));
    }

    [Fact]
    public async Task A_process_that_is_told_to_drain_answers_and_ends_cleanly()
    {
        await using var broker = await BrokerProcess.StartAsync(new BrokerStart
        {
            Environment = new Dictionary<string, string> { ["BROKER_ADMIN_TOKEN"] = Token },
        });
        const string drain = "/admin/cluster/drain";
        const string down = "/admin/cluster/down";
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(broker, down));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(broker, $"{down}?node=127.0.0.1:1"));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(broker, drain, origin: "http://a.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(broker, drain, token: "wrong"));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(broker, down, token: "wrong"));

        Assert.Equal(HttpStatusCode.Accepted, await PostAsync(broker, drain));
        Assert.Equal(0, await broker.ExitedAsync());
    }

    [Fact]
    public async Task Nodes_with_seeds_and_no_database_share_what_is_not_stored_and_refuse_the_rest()
    {
        string[] seeds = [$"127.0.0.1:{FreePort.Next()}", $"127.0.0.1:{FreePort.Next()}"];
        var config = $$"""
            broker.cluster { discovery = config, seed-nodes = ["{{string.Join("\", \"", seeds)}}"] }
            broker.channel.kinds.users.store = off
            """;
        var starts = seeds.Select(seed => BrokerProcess.StartAsync(
            new BrokerStart { Config = config, Arguments = [$"--node-address={seed}"] }));
        var nodes = await Task.WhenAll(starts);
        await using var first = nodes[0];
        await using var second = nodes[1];
        await Patience.UntilAsync(async () => (await MembersAsync(first)).Count == 2, () => "no two members");

        using var alice = await ChatClient.JoinAsync(first, "shared");
        Assert.Equal(1, (int)(await second.Http.PublishForReceiptAsync("shared", "hello"))["receivers"]!);
        using var answer = await first.Http.OpenAsync(new HttpRequestMessage(HttpMethod.Post, "/v1/signup")
        {
            Content = new StringContent("""{"username":"a","password":"b"}"""),
        });
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [SkippableFact]
    public async Task Every_node_shows_all_with_their_leases_and_homes_until_one_is_gone()
    {
        PostgresServer.Require();
        var start = new BrokerStart
        {
            Environment = new Dictionary<string, string>
            {
                ["BROKER_POSTGRES"] = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(),
            },
        };
        await using var first = await BrokerProcess.StartAsync(start);
        await using var second = await BrokerProcess.StartAsync(
            new BrokerStart { Environment = start.Environment });
        foreach (var node in (BrokerProcess[])[first, second])
        {
            await Patience.UntilAsync(async () => await CountAsync(node) == 2, () => "no two members");
            var status = await StatusAsync(node);
            Assert.All(Members(status), member =>
            {
                Assert.Equal("up", (string?)member["status"]);
                Assert.True((bool)member["reachable"]!);
                Assert.InRange((long)member["lease_ms"]!, 1, 4_000);
                Assert.True((bool)member["store_writing"]!);
                Assert.All(member["windows"]!.AsObject(), window => Assert.Equal(0, (long)window.Value!));
            });
            Assert.Single(Members(status), member => (bool)member["oldest"]!);
            Assert.Single(Members(status), member => (string?)member["address"] == (string?)status["self"]);
        }

        await first.Http.PublishForReceiptAsync("one", "home");
        await Patience.UntilAsync(
            async () => (await MembersAsync(second)).Any(node => (int?)node["homes"]?["channels"] > 0),
            () => "no homes");
        await SumsUpAsync(first, second);
        second.Kill();
        await Patience.UntilAsync(async () => (await MembersAsync(first)).Count == 1, () => "still two");
        Assert.Equal("""{"ready":true}""", await TextAsync(first, "/readyz"));
    }

    // Each node answers the same sum.
    private static async Task SumsUpAsync(BrokerProcess first, BrokerProcess second)
    {
        using var alice = await ChatClient.JoinAsync(first, "shared");
        using var bob = await ChatClient.JoinAsync(second, "shared");
        await second.Http.PublishForReceiptAsync("shared", "hello");
        foreach (var node in (BrokerProcess[])[first, second])
        {
            JsonNode stats = null!;
            await Patience.UntilAsync(
                async () => (int)(stats = await StatsAsync(node))["deliveries_total"]! == 2,
                () => stats.ToJsonString());
            Assert.Equal((1, 2), ((int)stats["channels"]!, (int)stats["connections"]!["chat"]!));
            Assert.Equal(2, (int)Assert.Single(stats["top_channels"]!.AsArray())!["subscribers"]!);
            Assert.Equal([1, 1], stats["nodes"]!.AsObject().Select(one => (int)one.Value!["channels"]!));
            Assert.Empty(stats["silent_nodes"]!.AsArray());
        }
    }

    private static async Task<JsonNode> StatsAsync(BrokerProcess node) =>
        JsonNode.Parse(await TextAsync(node, "/admin/stats"))!;

    private static async Task<HttpStatusCode> PostAsync(
        BrokerProcess node, string path, string token = Token, string? origin = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Add("Authorization", $"Bearer {token}");
        if (origin is not null) request.Headers.Add("Origin", origin);
        using var answer = await node.Http.OpenAsync(request);
        return answer.StatusCode;
    }

    private static async Task<JsonObject> StatusAsync(BrokerProcess node) =>
        JsonNode.Parse(await TextAsync(node, "/admin/cluster"))!.AsObject();

    private static async Task<string> TextAsync(BrokerProcess node, string path)
    {
        using var answer = await node.Http.GetAsync(path);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<IReadOnlyList<JsonNode>> MembersAsync(BrokerProcess node) =>
        Members(await StatusAsync(node));

    private static async Task<int> CountAsync(BrokerProcess node) => (await MembersAsync(node)).Count;

    private static IReadOnlyList<JsonNode> Members(JsonObject status) => [.. status["members"]!.AsArray()!];
}
