using Broker.Actors.Channels;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using Broker.Actors.Tests.Channels;
using Broker.Actors.Tests.Connections;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Actors.Tests.Telemetry;

public sealed class BrokerMetricsSpec : IDisposable
{
    private readonly BrokerMetrics _metrics = new(TimeProvider.System);
    private readonly PendingBytesLimit _queued = new(bytesMax: 200);
    private readonly OutboxBytesLimit _waiting;

    public BrokerMetricsSpec() => _waiting = new OutboxBytesLimit(bytesMax: 1000, () => { }, _metrics);

    public void Dispose() => _metrics.Dispose();

    [Theory]
    [InlineData("news", false, Protocol.Broadcast)]
    [InlineData("news", true, Protocol.Chat)]
    public void A_publication_that_is_let_in_counts_for_the_protocol_it_came_with(
        string channel, bool isSubscribed, Protocol protocol)
    {
        Assert.Null(Gate().TryEnter(Names.Channel(channel), contentBytes: 10, isSubscribed));

        Assert.Equal((1, 10), (_metrics.Publications[protocol], _metrics.BytesIn[protocol]));
        Assert.Equal((1, 10), (_metrics.Publications.Sum, _metrics.BytesIn.Sum));
    }

    [Fact]
    public void A_publication_that_is_refused_is_none()
    {
        Assert.Equal(RejectReason.Busy, Gate().TryEnter(Names.Channel("news"), 300, isSubscribed: false));

        Assert.Equal(0, _metrics.Publications.Sum);
    }

    [Fact]
    public void What_a_policy_drops_counts()
    {
        var transport = Full();
        foreach (var _ in "abcdef") Offer(transport, SlowConsumerPolicy.DropOldest);

        Assert.Equal(2, _metrics.FramesDropped);
        Assert.Equal(0, _metrics.SlowConsumers);
    }

    [Fact]
    public void A_consumer_that_is_refused_counts_as_slow_once()
    {
        var transport = Full();
        foreach (var _ in "abcdef") Offer(transport, SlowConsumerPolicy.Disconnect);

        Assert.Equal(1, _metrics.SlowConsumers);
    }

    [Fact]
    public void What_waits_is_read_when_somebody_asks()
    {
        _metrics.Observe(_queued, _waiting);
        using var mailboxes = new Measurements("broker.mailbox.size", _metrics);
        using var outboxes = new Measurements("broker.outbox.size", _metrics);
        Assert.True(_queued.TryEnter(10));
        Offer(Full(), SlowConsumerPolicy.Disconnect);

        Assert.Equal([(double)_queued.Bytes], mailboxes.Read());
        Assert.Equal([(double)_waiting.Bytes], outboxes.Read());
        Assert.All([_queued.Bytes, _waiting.Bytes], bytes => Assert.NotEqual(0, bytes));
    }

    [Fact]
    public void Reasons_are_in_snake_case_and_come_in_order()
    {
        _metrics.Rejections.Add(Reasons.Of(RejectReason.TooManyChannels));
        _metrics.Rejections.Add(Reasons.Of(RejectReason.Busy));
        _metrics.Rejections.Add(Reasons.Of(RejectReason.Busy));

        Assert.Equal(
            [KeyValuePair.Create("busy", 2L), KeyValuePair.Create("too_many_channels", 1L)],
            _metrics.Rejections.All);
    }

    private PublishAdmission Gate() => new(SpecSettings.Channel(), _queued, _metrics);

    // Room for four lines of one letter, and a write that stands still.
    private ScriptedTransport Full()
    {
        var transport = new ScriptedTransport(SpecSettings.Outbox("bytes-max = 648"), _waiting) { Room = 0 };
        transport.Outbox.Answer("-\n"u8.ToArray());
        transport.Take();
        return transport;
    }

    private static void Offer(ScriptedTransport transport, SlowConsumerPolicy policy) =>
        transport.Outbox.Offer(EncodedBatch.Of("x\n"u8.ToArray()), Publications.News, policy);
}
