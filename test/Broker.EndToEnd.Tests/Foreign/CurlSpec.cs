using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Foreign;

public class CurlSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private const string AcceptEvents = "Accept: text/event-stream";

    private readonly BrokerProcess _broker = fixture.Broker;

    [SkippableFact]
    public async Task The_contracts_line_is_upgraded_and_shows_the_frame_of_a_publish()
    {
        using var subscriber = Curl.Open(
            "--include", "--header", "Connection: Upgrade", "--header", "Upgrade: websocket",
            "--header", "Host: example.com:80", "--header", "Origin: http://example.com:80",
            "--header", "Sec-WebSocket-Key: SGVsbG8sIHdvcmxkIQ==", "--header", "Sec-WebSocket-Version: 13",
            Url("/subscribe"));
        using var watcher = await ChatClient.ConnectAsync(_broker);
        await watcher.SeesAsync("broadcast");
        var (publish, _) = await Curl.RunAsync("--data", "Hello", Url("/publish"));
        // curl holds the head back until there is a body to show with it.
        var head = await subscriber.ReadTextUntilAsync("\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 101 ", head, StringComparison.Ordinal);
        Assert.Contains("qGEgH3En71di5rrssAZTmtRTyFk=", head, StringComparison.Ordinal);
        Assert.Equal(204, publish.Status);
        Assert.Equal([0x81, 5, .. "Hello"u8], await subscriber.ReadUntilAsync("Hello"u8.ToArray()));
    }

    [SkippableFact]
    public async Task Picks_another_channel_by_its_query()
    {
        using var subscriber = Curl.Open("--header", AcceptEvents, Url("/subscribe?channel=news"));
        await _broker.Http.ReachesAsync("news", receivers: 1);
        await Curl.RunAsync("--data", "elsewhere", Url("/publish"));
        await Curl.RunAsync("--data", "here", Url("/publish?channel=news"));

        var stream = await subscriber.ReadTextUntilAsync("here\n\n");
        Assert.DoesNotContain("elsewhere", stream, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Resumes_an_event_stream_by_its_last_event_id()
    {
        using var first = Curl.Open("--header", AcceptEvents, Url("/subscribe"));
        await _broker.Http.ReachesAsync("broadcast", receivers: 1);
        await Curl.RunAsync("--data", "seen", Url("/publish"));
        var lines = (await first.ReadTextUntilAsync("data: seen\n\n")).Split('\n');
        var lastId = lines.Last(line => line.StartsWith("id:", StringComparison.Ordinal))[3..].Trim();
        await Curl.RunAsync("--data", "missed", Url("/publish"));
        using var resumed = Curl.Open(
            "--header", AcceptEvents, "--header", $"Last-Event-ID: {lastId}", Url("/subscribe"));

        var stream = await resumed.ReadTextUntilAsync("data: missed\n\n");
        Assert.DoesNotContain("seen", stream, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Gets_413_for_a_file_over_the_limit()
    {
        var file = Path.Combine(_broker.StartedWith.Directory, "large");
        await File.WriteAllBytesAsync(file, new byte[1024 * 1024 + 1]);
        var (head, body) = await Curl.RunAsync("--data-binary", $"@{file}", Url("/publish"));

        Assert.Equal(413, head.Status);
        AssertMessage(body);
    }

    [SkippableFact]
    public async Task Gets_405_with_Allow_for_the_wrong_method()
    {
        var (head, body) = await Curl.RunAsync(Url("/publish"));

        Assert.Equal(405, head.Status);
        Assert.Equal("POST", head["Allow"]);
        AssertMessage(body);
    }

    [SkippableFact]
    public async Task Gets_404_with_JSON_for_an_unknown_path()
    {
        var (head, body) = await Curl.RunAsync(Url("/nowhere"));

        Assert.Equal(404, head.Status);
        Assert.StartsWith("application/json", head["Content-Type"], StringComparison.Ordinal);
        AssertMessage(body);
    }

    [SkippableTheory]
    [InlineData("/subscribe")]
    [InlineData("/api/connect?client_name=Alice")]
    public async Task Gets_426_and_the_upgrade_it_should_ask_for(string path)
    {
        var (head, body) = await Curl.RunAsync(Url(path));

        Assert.Equal(426, head.Status);
        Assert.Equal("websocket", head["Upgrade"]);
        AssertMessage(body);
    }

    [SkippableFact]
    public async Task Gets_400_and_the_version_it_should_speak()
    {
        var (head, body) = await Curl.RunAsync(
            "--header", "Connection: Upgrade", "--header", "Upgrade: websocket",
            "--header", "Sec-WebSocket-Key: SGVsbG8sIHdvcmxkIQ==", Url("/subscribe"));

        Assert.Equal(400, head.Status);
        Assert.Equal("13", head["Sec-WebSocket-Version"]);
        AssertMessage(body);
    }

    [SkippableFact]
    public async Task Gets_the_receipt_it_prefers_and_the_same_one_for_a_repeat()
    {
        string[] request =
        [
            "--header", "Prefer: return=representation", "--header", "Idempotency-Key: 1",
            "--data", "once", Url("/publish?channel=receipts"),
        ];
        var (head, body) = await Curl.RunAsync(request);
        var (_, again) = await Curl.RunAsync(request);

        Assert.Equal(200, head.Status);
        Assert.Equal("receipts", (string?)JsonNode.Parse(body)!["channel"]);
        Assert.Equal(body, again);
    }

    [SkippableFact]
    public async Task Sends_a_user_a_message_as_the_contract_prints_it()
    {
        var (head, body) = await Curl.RunAsync(
            "-X", "POST", "-d", "{\"username\":\"test-user\",\"content\":\"hi there\"}", Url("/message"));

        Assert.Equal((200, "{\"status\":\"ok\"}"), (head.Status, body));
        Assert.StartsWith("application/json", head["Content-Type"], StringComparison.Ordinal);
    }

    private static void AssertMessage(string body) =>
        Assert.False(string.IsNullOrEmpty((string?)JsonNode.Parse(body)!["message"]));

    private string Url(string path) => $"http://localhost:{_broker.HttpPort}{path}";
}
