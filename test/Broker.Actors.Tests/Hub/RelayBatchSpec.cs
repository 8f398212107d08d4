using Broker.Actors.Delivery;
using Broker.Actors.Hub;
using Broker.Actors.Tests.Channels;
using Broker.Actors.Tests.Connections;

namespace Broker.Actors.Tests.Hub;

/// <summary>What one client of the hub gets of what others relay to it.</summary>
public class RelayBatchSpec : TestKit
{
    private readonly PoisoningPool _pool = new();
    private readonly PendingBytesLimit _budget = new(bytesMax: 1 << 20);
    private readonly ScriptedTransport _socket = new(SpecSettings.Outbox("bytes-max = 100KiB"));
    private readonly RelayBatch _batch;

    public RelayBatchSpec() => _batch = new RelayBatch(_socket.Outbox) { Encoding = new LineEncoding() };

    [Fact]
    public void One_alone_goes_out_as_the_bytes_that_it_is()
    {
        _socket.Room = 0;
        var relay = Add("one", "two");
        Assert.True(_batch.Offer());

        // Settled, and still in use: the outbox holds the array.
        Assert.Equal((1, 1, 1), (relay.Receivers, relay.Ends, _pool.Rented));
        _socket.WriteAll();
        Assert.Equal(["one", "two"], _socket.Lines);
        Assert.Equal((0, 0L), (_pool.Rented, _budget.Bytes));
    }

    [Fact]
    public void Small_ones_that_wait_together_share_one_send_and_each_is_settled()
    {
        ScriptedRelay[] relays = [Add("a"), Add("b", "c"), Add("d")];
        _batch.Offer();

        Assert.Equal(["a", "b", "c", "d"], _socket.Lines);
        Assert.Equal(1, _socket.Sends);
        Assert.All(relays, relay => Assert.Equal((1, 1), (relay.Receivers, relay.Ends)));
    }

    [Fact]
    public void Large_ones_are_not_copied_together_and_keep_their_place()
    {
        var large = new string('L', 16 * 1024);
        foreach (var line in (string[])["a", "b", large, large, "c"]) Add(line);
        _batch.Offer();

        Assert.Equal(["a", "b", large, large, "c"], _socket.Lines);
        Assert.Equal(4, _socket.Sends);
    }

    [Fact]
    public void A_copy_is_no_larger_than_a_batch()
    {
        for (var i = 0; i < 10; i++) Add(new string((char)('a' + i), 15_000));
        _batch.Offer();

        Assert.Equal(10, _socket.Lines.Length);
        Assert.Equal(2, _socket.Sends);
    }

    [Fact]
    public void What_a_wire_does_not_show_still_counts_as_received()
    {
        _batch.Encoding = new LineEncoding { LeavesOut = line => line == "" };
        var empty = Add("");
        _batch.Offer();
        var (other, one) = (Add(""), Add("one"));
        _batch.Offer();

        Assert.Equal(["one"], _socket.Lines);
        Assert.Equal((1, 1, 1), (empty.Receivers, other.Receivers, one.Receivers));
    }

    [Fact]
    public void A_client_that_has_gone_does_not_count()
    {
        _socket.Outbox.Abandon();
        var relay = Add("x");

        Assert.True(_batch.Offer());
        Assert.Equal((0, 1), (relay.Receivers, relay.Ends));
    }

    [Fact]
    public void A_client_that_is_too_slow_is_found_out()
    {
        _socket.Room = 0;
        Add(new string('a', 80_000));
        Assert.True(_batch.Offer());
        var refused = Add(new string('b', 80_000));

        Assert.False(_batch.Offer());
        Assert.Equal(0, refused.Receivers);
    }

    [Fact]
    public void What_waits_when_the_connection_fails_is_settled_without_receivers()
    {
        _batch.Encoding = new LineEncoding { FailsAt = line => line == "boom" };
        ScriptedRelay[] relays = [Add("a"), Add("boom"), Add("c")];
        Assert.Throws<InvalidDataException>(() => _batch.Offer());
        _batch.Abandon();

        Assert.All(relays, relay => Assert.Equal((0, 1), (relay.Receivers, relay.Ends)));
        Assert.Equal((0, 0L), (_pool.Rented, _budget.Bytes));
    }

    private ScriptedRelay Add(params string[] lines)
    {
        var relay = new ScriptedRelay(_pool, lines);
        Assert.True(SpecSettings.Gate(_budget).TryEnter(relay, receivers: 1, TestActor, "settled"));
        _batch.Add(relay);
        return relay;
    }
}
