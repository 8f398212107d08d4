using Broker.Actors.Channels;
using Broker.Actors.Delivery;

namespace Broker.Actors.Tests.Channels;

public class RelayedContentsSpec : TestKit
{
    private readonly PoisoningPool _pool = new();
    private readonly PendingBytesLimit _budget = new(bytesMax: 1000);
    private readonly PublishAdmission _gate;

    public RelayedContentsSpec() => _gate = SpecSettings.Gate(_budget);

    [Fact]
    public async Task Ends_with_the_last_channel_and_has_counted_all_that_took_it()
    {
        var relay = new ScriptedRelay(_pool, "12345");
        relay.EncodedFor(new LineEncoding());
        Assert.True(_gate.TryEnter(relay, receivers: 3, TestActor, "settled"));
        Assert.Equal(5 + (3 * 128), _budget.Bytes);

        relay.Settle(1);
        relay.Settle(0);
        Assert.Equal((0, 1), (relay.Ends, _pool.Rented));
        Assert.False(HasMessages);

        relay.Settle(2);
        await ExpectMsgAsync("settled");
        Assert.Equal((3, 1), (relay.Receivers, relay.Ends));
        Assert.Equal((0L, 0), (_budget.Bytes, _pool.Rented));
        Assert.Throws<InvalidOperationException>(() => relay.Settle(0));
        Assert.Equal(1, relay.Ends);
    }

    [Fact]
    public async Task Ends_at_once_where_there_is_no_channel()
    {
        var relay = new ScriptedRelay(_pool, "12345");
        Assert.True(_gate.TryEnter(relay, receivers: 0, TestActor, "settled"));

        await ExpectMsgAsync("settled");
        Assert.Equal((0, 1, 0L), (relay.Receivers, relay.Ends, _budget.Bytes));
    }

    [Fact]
    public void Is_not_let_in_where_its_messages_have_no_room_and_then_takes_none()
    {
        var relay = new ScriptedRelay(_pool, "12345");

        Assert.False(_gate.TryEnter(relay, receivers: 8, TestActor, "settled"));
        Assert.Equal((0, 0L), (relay.Ends, _budget.Bytes));
    }

    [Fact]
    public async Task Is_told_of_once_however_many_threads_settle()
    {
        for (var round = 0; round < 100; round++)
        {
            var relay = new ScriptedRelay(_pool, "x");
            var many = new PendingBytesLimit(long.MaxValue);
            Assert.True(many.TryEnter(relay.Bytes, publications: 16));
            relay.Expect(16, many, TestActor, round);
            Parallel.For(0, 16, i => relay.Settle(i % 2));

            await ExpectMsgAsync(round);
            Assert.Equal((8, 1, 0L), (relay.Receivers, relay.Ends, many.Bytes));
        }
        Assert.False(HasMessages);
    }
}
