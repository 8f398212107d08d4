namespace Broker.EndToEnd.Tests.Broadcast;

public class EventStreamSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private const int HistoryMax = 256;

    private readonly BrokerProcess _broker = fixture.Broker;

    [Fact]
    public async Task Delivers_each_message_as_one_event_with_its_position()
    {
        using var stream = await EventSubscriber.SubscribeAsync(_broker, "events");
        await _broker.Http.PublishAsync("events", "one");
        await _broker.Http.PublishAsync("events", "two");
        var (first, second) = (await stream.NextAsync(), await stream.NextAsync());

        Assert.Equal("text/event-stream", stream.ContentType);
        Assert.Equal(("one", "two"), (first.Data, second.Data));
        Assert.NotNull(first.Id);
        Assert.NotEqual(first.Id, second.Id);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a\nb", "a\nb")]
    [InlineData("a\r\nb\rc", "a\nb\nc")]
    [InlineData("\n", "\n")]
    [InlineData(" leading space", " leading space")]
    [InlineData("id: 7\n\ndata: fake", "id: 7\n\ndata: fake")]
    [InlineData("日本語 🎉", "日本語 🎉")]
    public async Task Writes_a_data_line_for_each_line_of_the_text(string text, string received)
    {
        using var stream = await EventSubscriber.SubscribeAsync(_broker, "lines");
        await _broker.Http.PublishAsync("lines", text);
        await _broker.Http.PublishAsync("lines", "after");

        Assert.Equal(received, (await stream.NextAsync()).Data);
        Assert.Equal("after", (await stream.NextAsync()).Data);
    }

    [Fact]
    public async Task Resumes_after_the_last_event_id_and_goes_on_live()
    {
        var lastSeen = await PublishAndReadAsync("seen");
        await _broker.Http.PublishAsync("broadcast", "missed 1");
        await _broker.Http.PublishAsync("broadcast", "missed 2");
        using var resumed = await EventSubscriber.SubscribeAsync(_broker, "broadcast", lastSeen.Id);
        await _broker.Http.PublishAsync("broadcast", "live");

        Assert.Equal("missed 1", (await resumed.NextAsync()).Data);
        Assert.Equal("missed 2", (await resumed.NextAsync()).Data);
        Assert.Equal("live", (await resumed.NextAsync()).Data);
    }

    [Fact]
    public async Task Resuming_at_the_newest_position_repeats_nothing()
    {
        var lastSeen = await PublishAndReadAsync("newest");
        using var resumed = await EventSubscriber.SubscribeAsync(_broker, "broadcast", lastSeen.Id);
        await _broker.Http.PublishAsync("broadcast", "next");

        Assert.Equal("next", (await resumed.NextAsync()).Data);
    }

    [Fact]
    public async Task Resuming_from_before_the_kept_history_brings_what_is_kept_in_order()
    {
        var lastSeen = await PublishAndReadAsync("long ago");
        var numbers = Enumerable.Range(1, HistoryMax + 50).Select(number => $"kept {number}").ToList();
        foreach (var number in numbers) await _broker.Http.PublishAsync("broadcast", number);
        using var resumed = await EventSubscriber.SubscribeAsync(_broker, "broadcast", lastSeen.Id);

        var received = new List<string>();
        while (received.LastOrDefault() != numbers[^1]) received.Add((await resumed.NextAsync()).Data);
        var kept = received.Where(data => data.StartsWith("kept", StringComparison.Ordinal));
        Assert.Equal(numbers[^HistoryMax..], kept);
    }

    [Fact]
    public async Task A_position_of_a_server_that_was_restarted_goes_on_live()
    {
        var lastSeen = await PublishAndReadAsync("before the restart");
        await using var restarted = await BrokerProcess.StartAsync();
        using var resumed = await EventSubscriber.SubscribeAsync(restarted, "broadcast", lastSeen.Id);
        await restarted.Http.PublishAsync("broadcast", "after the restart");

        Assert.Equal("after the restart", (await resumed.NextAsync()).Data);
    }

    [Theory]
    [InlineData("not-a-position")]
    [InlineData("-1")]
    [InlineData("99999999999999999999999999")]
    public async Task An_unusable_last_event_id_never_stops_the_live_stream(string lastEventId)
    {
        using var stream = await EventSubscriber.SubscribeAsync(_broker, "broadcast", lastEventId);
        await _broker.Http.PublishAsync("broadcast", "after an unusable id");

        while ((await stream.NextAsync()).Data != "after an unusable id")
        {
        }
    }

    [Fact]
    public async Task Leaves_the_channel_when_the_client_goes()
    {
        using (await EventSubscriber.SubscribeAsync(_broker, "stream-leaves"))
        {
            await _broker.Http.ReachesAsync("stream-leaves", receivers: 1);
        }

        await _broker.Http.ReachesAsync("stream-leaves", receivers: 0);
    }

    private async Task<ServerSentEvent> PublishAndReadAsync(string text)
    {
        using var stream = await EventSubscriber.SubscribeAsync(_broker, "broadcast");
        await _broker.Http.PublishAsync("broadcast", text);
        return await stream.NextAsync();
    }
}
