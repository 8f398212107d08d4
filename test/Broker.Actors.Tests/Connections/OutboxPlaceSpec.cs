using Broker.Actors.Delivery;
using static Broker.Actors.Tests.Channels.Publications;

namespace Broker.Actors.Tests.Connections;

/// <summary>Places that an outbox keeps for answers that are not there yet.</summary>
public class OutboxPlaceSpec
{
    private readonly ScriptedTransport _socket = new(SpecSettings.Outbox("bytes-max = 1000"));

    private Outbox Outbox => _socket.Outbox;

    [Fact]
    public void What_comes_after_a_place_waits_until_it_is_filled_and_then_follows()
    {
        Deliver("a");
        var place = Outbox.Reserve();
        Deliver("b");
        Answer("pong");
        Assert.Equal(["a"], _socket.Lines);

        Outbox.Fill(place!, Bytes("ok"));
        _socket.WriteAll();
        Assert.Equal(["a", "ok", "b", "pong"], _socket.Lines);
        Assert.Equal(0, Outbox.WaitingBytes);
        Deliver("c");
        Assert.Equal("c", _socket.Lines[^1]);
    }

    [Fact]
    public void Several_places_are_filled_in_any_order_and_shown_in_theirs()
    {
        var (first, second) = (Outbox.Reserve(), Outbox.Reserve());
        Deliver("a");
        Outbox.Fill(second!, Bytes("2"));
        _socket.WriteAll();
        Assert.Empty(_socket.Lines);

        Outbox.Fill(first!, Bytes("1"));
        _socket.WriteAll();
        Assert.Equal(["1", "2", "a"], _socket.Lines);
    }

    [Fact]
    public void What_waits_before_a_place_is_written_while_the_place_is_kept()
    {
        _socket.Room = 0;
        Deliver("a");
        Outbox.Reserve();
        Deliver("b");
        _socket.Room = int.MaxValue;
        _socket.WriteAll();

        Assert.Equal(["a"], _socket.Lines);
        Assert.True(Outbox.WaitingBytes > 0);
    }

    [Fact]
    public void A_place_is_given_up_when_the_connection_closes()
    {
        Outbox.Reserve();
        Deliver("a");
        Outbox.Close(Bytes("bye"), dropDeliveries: false);
        _socket.WriteAll();

        Assert.Equal(["a", "bye"], _socket.Lines);
        Assert.True(Outbox.IsFinished);
        Assert.Null(Outbox.Reserve());
    }

    [Fact]
    public void Deliveries_that_are_dropped_leave_the_place_as_it_is()
    {
        var place = Outbox.Reserve();
        for (var i = 0; i < 20; i++)
            Outbox.Offer(Lines(new string('x', 100)), News, SlowConsumerPolicy.DropOldest);
        Outbox.Fill(place!, Bytes("ok"));
        _socket.WriteAll();

        Assert.Equal("ok", _socket.Lines[0]);
        Assert.InRange(_socket.Lines.Length, 2, 10);
        Assert.Equal(0, Outbox.WaitingBytes);
    }

    [Fact]
    public void Nothing_is_left_of_a_place_when_the_socket_is_lost()
    {
        var place = Outbox.Reserve();
        Deliver("a");
        Outbox.Abandon();
        Outbox.Fill(place!, Bytes("ok"));

        Assert.Equal((0, 0), (Outbox.WaitingBytes, _socket.Budget.Bytes));
    }

    private void Deliver(string line) => Outbox.Offer(Lines(line), News, SlowConsumerPolicy.Disconnect);

    private void Answer(string line) => Outbox.Answer(Bytes(line));

    private static byte[] Bytes(string line) => System.Text.Encoding.UTF8.GetBytes($"{line}\n");
}
