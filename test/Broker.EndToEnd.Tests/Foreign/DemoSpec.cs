namespace Broker.EndToEnd.Tests.Foreign;

/// <summary>The demo scripts, run as a reader runs them.</summary>
public class DemoSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    [SkippableFact]
    public async Task Broadcast_shows_the_frame_the_receipts_and_a_resumed_stream()
    {
        var output = await RunAsync("broadcast.sh", [Tool.Curl]);

        Assert.Contains("HTTP/1.1 101 ", output, StringComparison.Ordinal);
        Assert.Contains("HTTP status 204", output, StringComparison.Ordinal);
        Assert.Contains("81 05 48 65 6c 6c 6f", output, StringComparison.Ordinal);
        Assert.Contains("data: Last seen", output, StringComparison.Ordinal);
        Assert.Contains("data: Missed", output, StringComparison.Ordinal);
        var receipts = output.Split('\n').Where(line => line.StartsWith('{')).ToList();
        Assert.Equal(3, receipts.Count);
        Assert.Equal(receipts[1], receipts[2]);
    }

    [SkippableFact]
    public async Task Chat_shows_two_clients_and_a_message_from_HTTP()
    {
        var output = await RunAsync("chat.sh", [Tool.Curl, Tool.Wscat]);

        Assert.Contains("{\"client_name\":\"Bob\"}", output, StringComparison.Ordinal);
        Assert.Contains("\"total_subscribers\":2", output, StringComparison.Ordinal);
        Assert.Equal(2, Count(output, "{\"sender\":\"Alice\""));
        Assert.Equal(2, Count(output, "{\"sender\":\"http\""));
        Assert.Contains("{\"channels\":[\"demo\"]}", output, StringComparison.Ordinal);
        Assert.Contains("\"status\":\"error\"", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Users_shows_two_sockets_of_one_name_and_what_was_missed()
    {
        var output = await RunAsync("users.sh", [Tool.Curl, Tool.Wscat]);

        Assert.Contains("{\"status\":\"ok\"}", output, StringComparison.Ordinal);
        Assert.Contains("page   < While you were away", output, StringComparison.Ordinal);
        Assert.Contains("page   < Hi there", output, StringComparison.Ordinal);
        Assert.Contains("phone  < {\"type\":\"message\",\"offset\":2,", output, StringComparison.Ordinal);
        Assert.Equal(2, Count(output, "\"content\":\"While you were away\"}"));
        Assert.Contains("page   < still there?", output, StringComparison.Ordinal);
        Assert.Contains("403: Forbidden", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Auction_shows_an_offer_its_bids_its_sale_and_what_is_heard_of_it()
    {
        var output = await RunAsync("auction.sh", [Tool.Curl, Tool.Wscat]);

        Assert.Contains("\"message\":\"User Authenticated\"", output, StringComparison.Ordinal);
        Assert.Contains("current price\",\"bid_price\":10.5}", output, StringComparison.Ordinal);
        foreach (var heard in (string[])["offerCreated", "bidPlaced", "offerSold"])
            Assert.Contains($"\"message\":\"{heard}\"", output, StringComparison.Ordinal);
        Assert.Contains("\"accepted\":true}", output, StringComparison.Ordinal);
        Assert.Contains("\"sold\":true}]", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Hub_shows_ids_a_list_an_echo_two_relays_and_an_error()
    {
        var output = await RunAsync("hub.sh", [Tool.Nc], $"localhost:{fixture.Broker.StartedWith.HubPort}");

        Assert.Equal(3, Count(output, "< [Server] Your ID is "));
        Assert.Contains("< [Server] Client IDs are ", output, StringComparison.Ordinal);
        Assert.Contains("Alice < Is anybody there?", output, StringComparison.Ordinal);
        Assert.Contains("Bob   < Hi Bob!", output, StringComparison.Ordinal);
        Assert.Contains("Bob   < Hi once more", output, StringComparison.Ordinal);
        Assert.Contains("Bob   < [Server] Error: ", output, StringComparison.Ordinal);
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private async Task<string> RunAsync(
        string script, ForeignProgram[] tools, string? address = null)
    {
        var path = Path.Combine(SourceTree.Root, "demo", script);
        address ??= $"http://localhost:{fixture.Broker.HttpPort}";
        using var demo = await Tool.RunScriptAsync(tools, [path, address]);
        Assert.True(demo.ExitCode == 0, demo.Output);
        return demo.Output;
    }
}
