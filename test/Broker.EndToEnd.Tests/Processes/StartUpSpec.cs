using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Processes;

public class StartUpSpec(StartUpSpec.NamedServer server) : IClassFixture<StartUpSpec.NamedServer>
{
    private readonly BrokerProcess _broker = server.Broker;

    [Fact]
    public void Says_in_its_start_up_line_what_listens_where_and_which_version_it_is() =>
        Assert.Contains(_broker.Output.Split('\n'), line =>
            line.Contains($"{_broker.HttpPort}", StringComparison.Ordinal)
            && line.Contains("7.8.9-e2e", StringComparison.Ordinal));

    [Fact]
    public async Task Answers_the_health_check_with_the_text_ok()
    {
        using var answer = await _broker.Http.GetAsync("/healthcheck");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("ok", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Shows_version_environment_uptime_and_counts()
    {
        using var answer = await _broker.Http.GetAsync("/healthz");
        var health = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("7.8.9-e2e", (string?)health["version"]);
        Assert.Equal("dev", (string?)health["environment"]);
        Assert.Contains(health, field => field.Key.Contains("uptime", StringComparison.Ordinal));
        Assert.Contains(health, field => field.Key.Contains("connections", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_ready_once_it_has_started()
    {
        using var answer = await _broker.Http.GetAsync("/readyz");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [SkippableFact]
    public async Task Answers_every_route_on_each_of_its_three_ports_when_none_is_set()
    {
        int[] ports = [8080, 3501, 8000];
        Skip.IfNot(ports.All(FreePort.IsFree), "A default port is taken: 8080, 3501 or 8000.");
        await using var broker = await BrokerProcess.StartAsync(new BrokerStart { HttpPort = null });
        using var subscriber = await WireConnection.UpgradeAsync(8080, "/subscribe?channel=ports");
        using var chat = await WireConnection.UpgradeAsync(8000, "/api/connect?client_name=Alice");
        using var publisher = new BrokerHttp(3501);
        await publisher.PublishAsync("ports", "across");

        Assert.Equal("across", (await subscriber.ReadFrameAsync()).Text);
        Assert.Contains("Alice", (await chat.ReadFrameAsync()).Text, StringComparison.Ordinal);
    }

    /// <summary>A server that was told a version.</summary>
    public sealed class NamedServer : IAsyncLifetime
    {
        private BrokerProcess? _broker;

        public BrokerProcess Broker => _broker!;

        public async Task InitializeAsync() => _broker = await BrokerProcess.StartAsync(new BrokerStart
        {
            Environment = new Dictionary<string, string> { ["APP_VERSION"] = "7.8.9-e2e" },
        });

        public async Task DisposeAsync() => await Broker.DisposeAsync();
    }
}
