using System.Globalization;
using System.Text.Json;

namespace Broker.EndToEnd.Tests.Chat;

public class DeliverySpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private readonly BrokerProcess _broker = fixture.Broker;

    [Fact]
    public async Task Has_exactly_four_fields_all_strings()
    {
        using var alice = await ChatClient.JoinAsync(_broker, "fields", "Alice");
        await alice.PublishAsync("fields", "hi");
        var delivery = await alice.NextDeliveryAsync();

        Assert.Equal(
            ["channel_name", "content", "sender", "sent_at"],
            delivery.Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.All(delivery, field => Assert.Equal(JsonValueKind.String, field.Value!.GetValueKind()));
        Assert.Equal("fields", (string?)delivery["channel_name"]);
        Assert.Equal("Alice", (string?)delivery["sender"]);
        Assert.Equal("hi", (string?)delivery["content"]);
    }

    [Fact]
    public async Task Is_stamped_by_the_servers_clock_in_UTC_with_an_offset()
    {
        using var alice = await ChatClient.JoinAsync(_broker, "time");
        var before = DateTimeOffset.UtcNow;
        await alice.PublishAsync("time", "hi");
        var sentAt = (string)(await alice.NextDeliveryAsync())["sent_at"]!;

        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$", sentAt);
        // The stamp may be cut to whole seconds; client and server share this machine's clock.
        var parsed = DateTimeOffset.Parse(sentAt, CultureInfo.InvariantCulture);
        Assert.InRange(parsed, before.AddSeconds(-1), DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task Reaches_the_sender_after_its_ok()
    {
        using var alice = await ChatClient.JoinAsync(_broker, "order");
        await alice.SendAsync(Request.Publish("order", "hi"));

        Assert.Equal("""{"status":"ok"}""", await alice.NextRawAsync());
        Assert.Contains("\"content\"", await alice.NextRawAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("quote\" back\\slash / tab\t line\n nul\0")]
    [InlineData("日本語 🎉 é \u2028")]
    [InlineData("<script>&amp;'+")]
    public async Task Keeps_the_content_as_it_is(string content)
    {
        using var alice = await ChatClient.JoinAsync(_broker, "content");
        using var bob = await ChatClient.JoinAsync(_broker, "content");
        await alice.PublishAsync("content", content);

        Assert.Equal(content, await bob.NextContentAsync());
    }

    [Fact]
    public async Task Names_the_channel_for_a_client_of_several()
    {
        using var alice = await ChatClient.JoinAsync(_broker, "several-1");
        await alice.SubscribeAsync("several-2");
        await alice.PublishAsync("several-2", "two");
        await alice.PublishAsync("several-1", "one");

        Assert.Equal("several-2", (string?)(await alice.NextDeliveryAsync())["channel_name"]);
        Assert.Equal("several-1", (string?)(await alice.NextDeliveryAsync())["channel_name"]);
    }

    [Fact]
    public async Task Takes_a_message_of_the_whole_64_KiB()
    {
        using var alice = await ChatClient.JoinAsync(_broker, "largest");
        var content = new string('x', 64 * 1024 - Request.Publish("largest", "").Length);
        await alice.PublishAsync("largest", content);

        Assert.Equal(content, await alice.NextContentAsync());
    }

    [Fact]
    public async Task Leaves_the_sender_out_when_the_setting_says_so()
    {
        await using var broker = await BrokerProcess.StartAsync(
            new BrokerStart { Config = $"{Settings.DeliverToSender} = off" });
        using var alice = await ChatClient.JoinAsync(broker, "others");
        using var bob = await ChatClient.JoinAsync(broker, "others");
        await alice.PublishAsync("others", "from alice");
        await bob.PublishAsync("others", "from bob");

        Assert.Equal("from alice", await bob.NextContentAsync());
        Assert.Equal("from bob", await alice.NextContentAsync());
    }
}
