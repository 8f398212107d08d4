using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Telemetry;

public class MetricsSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private const string Token = "0123456789abcdef";
    private const int SecretLength = 40;

    private readonly BrokerProcess _broker = fixture.Broker;

    [SkippableFact]
    public async Task Are_what_Prometheus_wants_to_read()
    {
        var text = await ReadAsync();
        using var promtool = RunningProcess.Start(
            new ProcessStartInfo(Tool.Promtool.File, ["check", "metrics"]) { RedirectStandardInput = true });
        await promtool.Input.WriteAsync(text);
        promtool.Input.Close();

        Assert.True(await promtool.ExitedAsync() == 0, promtool.Output);
        Assert.Contains("\ndotnet_process_memory_working_set_bytes{} ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Count_what_clients_see()
    {
        using var alice = await ChatClient.JoinAsync(_broker, "counted");
        using var bob = await BroadcastClient.SubscribeAsync(_broker, "counted");
        await alice.PublishAsync("counted", "hello");
        await alice.NextContentAsync();
        await bob.NextTextAsync();
        await alice.AskAsync("""{"action":"dance"}""");
        var text = await ReadAsync();

        Assert.Equal(1, Value(text, "broker_connections", "chat"));
        Assert.Equal(1, Value(text, "broker_connections", "broadcast"));
        Assert.Equal(1, Value(text, "broker_publications_total", "chat"));
        Assert.Equal(1, Value(text, "broker_deliveries_total", "chat"));
        Assert.Equal(1, Value(text, "broker_deliveries_total", "broadcast"));
        Assert.Contains("_rejections_total{error_type=\"unreadable\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("\nbroker_publication_duration_seconds_count{} 1\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stats_are_the_same_for_the_dashboard()
    {
        await using var broker = await BrokerProcess.StartAsync();
        using var alice = await ChatClient.JoinAsync(broker, "shown");
        await broker.Http.PublishForReceiptAsync("shown", "hello");
        using var refused = await broker.Http.GetAsync("/nothing");
        using var answer = await broker.Http.GetAsync("/admin/stats");
        var stats = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;

        Assert.Equal(1, (int)stats["connections"]!["chat"]!);
        Assert.Equal(1, (int)stats["channels"]!);
        Assert.Equal(
            """[{"name":"shown","subscribers":1,"publications_total":1,"deliveries_total":1}]""",
            stats["top_channels"]!.ToJsonString());
        Assert.Equal((1, 1), ((int)stats["publications_total"]!, (int)stats["deliveries_total"]!));
        Assert.Equal(1, (int)stats["rejected_total"]!["not_found"]!);
        Assert.True((double)stats["latency"]!["p99_ms"]! > 0);
        Assert.True((long)stats["memory_bytes"]! > 0);
    }

    [Theory]
    [InlineData("/metrics")]
    [InlineData("/admin/stats")]
    [InlineData("/admin/cluster")]
    public async Task Outside_dev_they_are_for_who_has_the_admin_token(string path)
    {
        await using var open = await BrokerProcess.StartAsync(InProd());
        await using var guarded = await BrokerProcess.StartAsync(InProd(("BROKER_ADMIN_TOKEN", Token)));

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(open, path, null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(guarded, path, null));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(guarded, path, "Bearer wrong"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(guarded, path, $"Bearer {Token}"));
    }

    private static BrokerStart InProd(params (string Name, string Value)[] environment) => new()
    {
        Arguments = ["--bind=127.0.0.1"],
        Environment = environment.Concat(
        [
            ("APP_ENVIRONMENT", "prod"),
            ("BROKER_TOKEN_SECRET", new string('a', SecretLength)),
            ("BROKER_SOCKET_TOKEN_SECRET", new string('b', SecretLength)),
            ("BROKER_AUCTION_SECRET", new string('c', SecretLength)),
        ]).ToDictionary(),
    };

    private static async Task<HttpStatusCode> StatusAsync(
        BrokerProcess broker, string path, string? authorization)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (authorization is not null) request.Headers.Add("Authorization", authorization);
        using var answer = await broker.Http.OpenAsync(request);
        return answer.StatusCode;
    }

    private async Task<string> ReadAsync()
    {
        using var answer = await _broker.Http.GetAsync("/metrics");
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", $"{answer.Content.Headers.ContentType}");
        return await answer.Content.ReadAsStringAsync();
    }

    private static int Value(string text, string name, string protocol) => int.Parse(
        text.Split($"\n{name}{{broker_protocol=\"{protocol}\"}} ")[1].Split('\n')[0],
        System.Globalization.CultureInfo.InvariantCulture);
}
