using System.Net;

namespace Broker.EndToEnd.Tests.Broadcast;

public class ReceiptSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private readonly BrokerProcess _broker = fixture.Broker;

    [Fact]
    public async Task Says_what_is_true_when_the_answer_is_written()
    {
        using var first = await BroadcastClient.SubscribeAsync(_broker, "receipt");
        using var second = await EventSubscriber.SubscribeAsync(_broker, "receipt");
        using var third = await ChatClient.JoinAsync(_broker, "receipt");
        var receipt = await _broker.Http.PublishForReceiptAsync("receipt", "hi");

        Assert.Equal(
            ["channel", "durability", "epoch", "offset", "receivers"],
            receipt.Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.Equal("receipt", (string?)receipt["channel"]);
        Assert.Equal(3, (int)receipt["receivers"]!);
        Assert.Equal("memory", (string?)receipt["durability"]);
    }

    [Fact]
    public async Task Counts_offsets_up_by_one_within_one_epoch()
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "offsets");
        var first = await _broker.Http.PublishForReceiptAsync("offsets", "one");
        var second = await _broker.Http.PublishForReceiptAsync("offsets", "two");

        Assert.Equal((long)first["offset"]! + 1, (long)second["offset"]!);
        Assert.Equal(first["epoch"]!.ToJsonString(), second["epoch"]!.ToJsonString());
    }

    [Theory]
    [InlineData("return=minimal", HttpStatusCode.NoContent)]
    [InlineData("respond-async, return=representation", HttpStatusCode.OK)]
    [InlineData("Return=representation", HttpStatusCode.OK)]
    [InlineData("something-else", HttpStatusCode.NoContent)]
    public async Task Is_sent_only_when_preferred(string preference, HttpStatusCode expected)
    {
        using var answer = await _broker.Http.PostAsync("prefer", "hi"u8.ToArray(), ("Prefer", preference));

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task A_repeat_with_the_same_idempotency_key_answers_the_same_and_delivers_nothing_twice()
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "repeat");
        var key = ("Idempotency-Key", "key-1");
        var first = await _broker.Http.PublishForReceiptAsync("repeat", "once", key);
        var again = await _broker.Http.PublishForReceiptAsync("repeat", "once", key);
        await _broker.Http.PublishAsync("repeat", "after");

        Assert.Equal(first.ToJsonString(), again.ToJsonString());
        Assert.Equal("once", await subscriber.NextTextAsync());
        Assert.Equal("after", await subscriber.NextTextAsync());
    }

    [Fact]
    public async Task A_repeat_is_recognised_without_any_subscriber_too()
    {
        var key = ("Idempotency-Key", "key-1");
        var first = await _broker.Http.PublishForReceiptAsync("repeat-alone", "once", key);
        var again = await _broker.Http.PublishForReceiptAsync("repeat-alone", "once", key);

        Assert.Equal(first.ToJsonString(), again.ToJsonString());
    }

    [Fact]
    public async Task Repeats_at_the_same_moment_deliver_once()
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(_broker, "race");
        var key = ("Idempotency-Key", "key-1");
        var receipts = await Task.WhenAll(Enumerable.Range(0, 16)
            .Select(_ => _broker.Http.PublishForReceiptAsync("race", "once", key)));
        await _broker.Http.PublishAsync("race", "after");

        Assert.Single(receipts.Select(receipt => receipt.ToJsonString()).Distinct());
        Assert.Equal("once", await subscriber.NextTextAsync());
        Assert.Equal("after", await subscriber.NextTextAsync());
    }

    [Fact]
    public async Task The_idempotency_window_is_the_channels_own()
    {
        using var one = await BroadcastClient.SubscribeAsync(_broker, "window-1");
        using var two = await BroadcastClient.SubscribeAsync(_broker, "window-2");
        var key = ("Idempotency-Key", "shared");
        await _broker.Http.PublishForReceiptAsync("window-1", "for one", key);
        await _broker.Http.PublishForReceiptAsync("window-2", "for two", key);

        Assert.Equal("for one", await one.NextTextAsync());
        Assert.Equal("for two", await two.NextTextAsync());
    }
}
