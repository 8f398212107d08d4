using Broker.Actors.Connections;
using Broker.Gateway.Tests.WebSockets.Frames;
using Broker.Gateway.WebSockets.Frames;
using Broker.Sockets;

namespace Broker.Gateway.Tests.WebSockets;

public class WebSocketConnectionSpec : TestKit
{
    private const int Normal = 1000;

    [Fact]
    public async Task Reading_pauses_while_too_many_requests_are_not_answered()
    {
        using var stage = await ConnectedAsync(new RequestWindow(2));
        await stage.SendAsync(Words("a", "b", "c"));
        await stage.AskedAsync("a", "b");
        await stage.NothingAskedAsync();

        stage.Answer("a");
        await stage.AskedAsync("c");
    }

    [Fact]
    public async Task What_a_full_window_leaves_is_asked_also_where_it_has_room_at_once()
    {
        using var stage = await ConnectedAsync(new EmptyingWindow(1));
        await stage.SendAsync(Words("a", "b", "c"));

        await stage.AskedAsync("a", "b", "c");
    }

    [Fact]
    public async Task What_a_full_window_leaves_is_not_lost_where_the_input_has_ended()
    {
        using var stage = await ConnectedAsync(new EmptyingWindow(1));
        await stage.SendAsync(Words("a", "b", "c"));
        stage.HalfClose();

        await stage.AskedAsync("a", "b", "c");
        await stage.EndAsync();
    }

    [Fact]
    public async Task While_reading_pauses_the_pipe_stops_the_client()
    {
        using var stage = await ConnectedAsync(new RequestWindow(1), inputBytesMax: 16);
        await stage.SendAsync(Words("first"));
        await stage.AskedAsync("first");
        var sending = stage.SendAsync(Words("second", "third"));
        await stage.NothingAskedAsync();
        Assert.False(sending.IsCompleted);

        stage.Answer("1");
        await stage.AskedAsync("second");
        stage.Answer("2");
        await stage.AskedAsync("third");
        await sending;
    }

    [Fact]
    public async Task A_client_that_ends_its_side_is_answered_all_that_it_sent()
    {
        using var stage = await ConnectedAsync(new RequestWindow(2));
        await stage.SendAsync(Words("a", "b", "c"));
        stage.HalfClose();
        await stage.AskedAsync("a", "b");
        stage.Answer("1", "2");
        await stage.AskedAsync("c");
        await stage.NothingAskedAsync();

        stage.Answer("3");
        await stage.EndAsync();
        Assert.Equal(["1", "2", "3"], stage.Sent().Select(frame => frame.Text));
    }

    [Fact]
    public async Task A_close_frame_is_answered_after_all_that_came_before_it()
    {
        using var stage = await ConnectedAsync(new RequestWindow(1));
        await stage.SendAsync([.. Words("a", "b"), ClientFrame.Close(Normal)]);
        await stage.AskedAsync("a");
        stage.Answer("1");
        await stage.AskedAsync("b");
        stage.Answer("2");
        await stage.EndAsync();

        var sent = stage.Sent();
        Assert.Equal(["1", "2"], sent[..^1].Select(frame => frame.Text));
        Assert.Equal(((int)Opcode.Close, "03E8"), (sent[^1].Opcode, Convert.ToHexString(sent[^1].Payload)));
    }

    [Fact]
    public async Task A_client_whose_last_requests_take_too_long_is_let_go()
    {
        using var stage = new WebSocketStage(
            this, new RequestWindow(2), closeTimeout: TimeSpan.FromMilliseconds(1));
        await stage.ConnectAsync();
        await stage.SendAsync(Words("a"));
        stage.HalfClose();

        await stage.AskedAsync("a");
        await stage.EndAsync();
    }

    [Fact]
    public async Task A_close_from_the_server_lets_a_paused_reader_go_on_to_the_clients_close()
    {
        using var stage = await ConnectedAsync(new RequestWindow(1));
        await stage.SendAsync(Words("a", "b"));
        await stage.AskedAsync("a");
        stage.Port.Close(CloseReason.Drain);
        await stage.SendAsync(ClientFrame.Close(CloseReason.Drain.Code));

        await stage.EndAsync();
        Assert.Equal((int)Opcode.Close, Assert.Single(stage.Sent()).Opcode);
    }

    private async Task<WebSocketStage> ConnectedAsync(RequestWindow window, long inputBytesMax = 1 << 20)
    {
        var stage = new WebSocketStage(this, window, inputBytesMax: inputBytesMax);
        await stage.ConnectAsync();
        return stage;
    }

    private static byte[][] Words(params string[] words) => [.. words.Select(word => ClientFrame.Text(word))];
}
