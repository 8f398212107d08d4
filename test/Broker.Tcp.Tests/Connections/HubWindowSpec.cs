using Broker.Actors.Connections;
using Broker.Sockets;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Tcp.Tests.Connections;

/// <summary>What a client of the hub may send ahead of its answers.</summary>
public class HubWindowSpec : TestKit
{
    [Fact]
    public async Task Reading_pauses_while_too_many_bytes_are_not_dealt_with()
    {
        var stage = new HubStage(this, "relay-bytes-waiting-max = 4");
        await stage.JoinAsync();
        await stage.FeedAsync("echo 2\nhiecho 2\nyoidentity\n");
        await stage.AskedAsync<EchoRequest>();
        await stage.AskedAsync<EchoRequest>();
        await stage.NothingAskedAsync();

        stage.Answer(new EchoDone(default, "hi"u8.ToArray()));
        await stage.AskedAsync<IdentifyRequest>();
    }

    [Fact]
    public async Task Reading_pauses_while_relays_have_not_settled()
    {
        var stage = new HubStage(this, "relay-bytes-waiting-max = 4");
        await stage.JoinAsync();
        await stage.FeedAsync("relay 2\n3\nhi\nidentity\n");
        var relay = await stage.AskedAsync<RelayRequest>();
        // What was read with it is asked: the relay was kept for more of its kind until then.
        await stage.AskedAsync<IdentifyRequest>();
        await stage.FeedAsync("list\n");
        await stage.NothingAskedAsync();

        relay.Contents.Refuse();
        await stage.AskedAsync<ListClientsRequest>();
    }

    [Fact]
    public async Task What_a_full_window_leaves_is_asked_also_where_it_has_room_at_once()
    {
        var stage = new HubStage(this, window: new EmptyingWindow(1));
        await stage.JoinAsync();
        await stage.FeedAsync("identity\nlist\nidentity\n");

        await stage.AskedAsync<IdentifyRequest>();
        await stage.AskedAsync<ListClientsRequest>();
        await stage.AskedAsync<IdentifyRequest>();
    }

    [Fact]
    public async Task What_a_full_window_leaves_is_not_lost_where_the_input_has_ended()
    {
        var stage = new HubStage(this, window: new EmptyingWindow(1));
        await stage.JoinAsync();
        await stage.FeedAsync("identity\nrelay 2\n3\nhilist\necho\nlast words");
        stage.HalfClose();

        await stage.AskedAsync<IdentifyRequest>();
        await stage.AskedAsync<RelayRequest>();
        await stage.AskedAsync<ListClientsRequest>();
        await stage.AskedAsync<EchoRequest>();
        await stage.EndAsync();
    }

    [Fact]
    public async Task While_reading_pauses_the_pipe_stops_the_client()
    {
        var stage = new HubStage(this, window: new RequestWindow(1), inputBytesMax: 8);
        await stage.JoinAsync();
        await stage.FeedAsync("list\n");
        await stage.AskedAsync<ListClientsRequest>();
        var feeding = stage.FeedAsync("identity\n");
        await stage.NothingAskedAsync();
        Assert.False(feeding.IsCompleted);

        stage.Answer(new ListClientsDone(default, [7]));
        await stage.AskedAsync<IdentifyRequest>();
        await feeding;
    }

    [Fact]
    public async Task A_client_that_ends_its_side_is_answered_all_that_it_sent()
    {
        var stage = new HubStage(this, window: new RequestWindow(1));
        await stage.JoinAsync();
        await stage.FeedAsync("identity\nlist\n");
        stage.HalfClose();
        await stage.AskedAsync<IdentifyRequest>();
        stage.Answer(new IdentifyDone(default, 5));
        await stage.AskedAsync<ListClientsRequest>();
        stage.Answer(new ListClientsDone(default, [7]));

        await stage.SentAsync("[Server] Your ID is 5\n");
        await stage.SentAsync("[Server] Client IDs are 7\n");
        await stage.EndAsync();
        await stage.SentAsync(ProbedSink.EndOfWriting);
    }

    [Fact]
    public async Task A_close_from_the_server_lets_a_paused_reader_go_on_to_the_clients_end()
    {
        var stage = new HubStage(this, window: new RequestWindow(1));
        await stage.JoinAsync();
        await stage.FeedAsync("identity\nlist\n");
        await stage.AskedAsync<IdentifyRequest>();
        stage.Port.Close(CloseReason.Drain);
        stage.HalfClose();

        await stage.EndAsync();
        await stage.Running;
    }
}
