namespace Broker.EndToEnd.Tests.Users;

public sealed class ReplaySpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>, IDisposable
{
    private readonly BrokerProcess _broker = fixture.Broker;
    private readonly UsersHttp _http = new(fixture.Broker);

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task What_was_sent_meanwhile_comes_first_then_what_is_sent_now()
    {
        foreach (var content in (string[])["seen", "missed", "missed too"])
            await _http.MessageAsync("back", content);
        var token = await _http.SocketTokenAsync("back");
        using var socket = await UserSocket.ConnectAsync(_broker, token, "&since=1");
        using var fresh = await UserSocket.ConnectAsync(_broker, token);
        await _http.MessageAsync("back", "live");

        Assert.Equal("missed", await socket.NextAsync());
        Assert.Equal("missed too", await socket.NextAsync());
        Assert.Equal("live", await socket.NextAsync());
        Assert.Equal("live", await fresh.NextAsync());
    }

    [Fact]
    public async Task Who_comes_with_an_offset_that_was_never_given_is_told_of_a_gap()
    {
        await _http.MessageAsync("gap", "one");
        var token = await _http.SocketTokenAsync("gap");
        using var socket = await UserSocket.ConnectAsync(_broker, token, "&since=7&format=json");
        var gap = await socket.NextEventAsync();
        var message = await socket.NextEventAsync();

        Assert.Equal(("gap", 1L), ((string?)gap["type"], (long)gap["offset"]!));
        Assert.Equal(("message", 1L), ((string?)message["type"], (long)message["offset"]!));
    }

    [Fact]
    public async Task Since_0_is_all_that_is_kept_and_no_gap()
    {
        await _http.MessageAsync("all", "one");
        var token = await _http.SocketTokenAsync("all");
        using var socket = await UserSocket.ConnectAsync(_broker, token, "&since=0&format=json");

        Assert.Equal("message", (string?)(await socket.NextEventAsync())["type"]);
    }

    [Fact]
    public async Task All_that_is_kept_arrives_though_it_is_more_than_an_outbox_holds()
    {
        var content = new string('a', 400_000);
        foreach (var _ in Enumerable.Range(0, 5)) await _http.MessageAsync("much", content);
        var token = await _http.SocketTokenAsync("much");
        using var socket = await UserSocket.ConnectAsync(_broker, token, "&since=99&format=json");

        Assert.Equal("gap", (string?)(await socket.NextEventAsync())["type"]);
        foreach (var offset in Enumerable.Range(1, 5))
            Assert.Equal(offset, (int)(await socket.NextEventAsync())["offset"]!);
    }

    [Fact]
    public async Task What_is_sent_while_a_slow_reader_catches_up_comes_behind_what_it_has_missed()
    {
        // Far more than both ends' socket buffers and an outbox hold.
        const int Missed = 30;
        const int Live = 50;
        var start = new BrokerStart { Config = $"{Settings.UsersHistoryBytes} = 16MiB" };
        await using var broker = await BrokerProcess.StartAsync(start);
        using var http = new UsersHttp(broker);
        var content = new string('m', 400_000);
        foreach (var number in Enumerable.Range(0, Missed))
            await http.MessageAsync("slow", $"{number}{content}");

        var token = await http.SocketTokenAsync("slow");
        using var slow = await WireConnection.ConnectAsync(broker.HttpPort, receiveBuffer: 4096);
        await slow.SendAsync(WireConnection.Handshake(
            $"/ws?authorization={token}&since=0", broker.HttpPort));
        Assert.Equal(101, (await slow.ReadHeadAsync()).Status);
        foreach (var number in Enumerable.Range(0, Live)) await http.MessageAsync("slow", $"live {number}");

        foreach (var number in Enumerable.Range(0, Missed))
            Assert.Equal($"{number}{content}", (await slow.ReadFrameAsync()).Text);
        foreach (var number in Enumerable.Range(0, Live))
            Assert.Equal($"live {number}", (await slow.ReadFrameAsync()).Text);
    }

    [Fact]
    public async Task Sockets_that_come_and_go_while_messages_are_sent_miss_none_and_see_none_twice()
    {
        const int Messages = 300;
        var token = await _http.TokenAsync("busy");
        var sending = Parallel.ForAsync(
            0, Messages, new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (number, _) => await _http.MessageAsync("busy", $"{number}"));

        var seen = new List<long>();
        while (seen.Count < Messages)
        {
            // One socket for a few messages; the next one goes on behind them.
            var query = $"&format=json&since={seen.LastOrDefault()}";
            using var socket = await UserSocket.ConnectAsync(_broker, token, query);
            for (var i = 0; i < 20 && seen.Count < Messages; i++)
                seen.Add((long)(await socket.NextEventAsync())["offset"]!);
        }
        await sending;

        Assert.Equal(Enumerable.Range(1, Messages).Select(number => (long)number), seen);
        Assert.Equal(Messages, (await _http.ReadAsync("busy")).Count);
    }
}
