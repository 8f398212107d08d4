using Broker.Gateway.Broadcast;
using static Broker.Actors.Channels.ChannelProtocol;

namespace Broker.Gateway.Tests.Broadcast;

public class PublishLoopSpec : TestKit, IAsyncLifetime
{
    private const string Hi = "POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
    private const string ToNews =
        "POST /publish?channel=news HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n";
    private const string Unusual =
        "POST /publish HTTP/1.1\r\nHost: a\r\nX-A: b\r\nContent-Length: 2\r\n\r\nho";
    private const string Answer = "HTTP/1.1 204 No Content\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n";

    private readonly PublishConnection _connection;

    public PublishLoopSpec() => _connection = new PublishConnection(TestActor);

    public static TheoryData<int> Cuts => [.. Enumerable.Range(1, Unusual.Length - 1)];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _connection.DisposeAsync();

    [Fact]
    public async Task Publishes_and_answers()
    {
        var ended = _connection.RunAsync();
        await _connection.SendAsync(Hi);
        await _connection.SendAsync(ToNews);

        var first = await ExpectMsgAsync<Publish>();
        Assert.Equal(("broadcast", "http", true), (first.Channel.Value, first.Sender, first.IsText));
        Assert.Equal("hi"u8.ToArray(), first.Content.ToArray());
        var second = await ExpectMsgAsync<Publish>();
        Assert.Equal(("news", 0), (second.Channel.Value, second.Content.Length));
        Assert.False(first.Receipt || second.Receipt);
        Assert.Equal(2, _connection.Sink.Writes);
        Assert.Equal(2, _connection.Sink.Answers);
        Assert.False(ended.IsCompleted);
    }

    [Fact]
    public async Task Answers_with_one_write_what_came_together()
    {
        _ = _connection.RunAsync();
        await _connection.SendAsync(string.Concat(Enumerable.Repeat(Hi, PublishAnswers.CountMax)));
        Assert.Equal((1, PublishAnswers.CountMax), (_connection.Sink.Writes, _connection.Sink.Answers));

        await _connection.SendAsync(string.Concat(Enumerable.Repeat(Hi, PublishAnswers.CountMax + 1)));
        Assert.Equal(3, _connection.Sink.Writes);
        Assert.Equal((2 * PublishAnswers.CountMax) + 1, _connection.Sink.Answers);
    }

    [Fact]
    public async Task Waits_for_the_rest_of_a_request_that_is_cut_anywhere()
    {
        _ = _connection.RunAsync();
        for (var cut = 1; cut < Hi.Length; cut++)
        {
            await _connection.SendAsync(Hi[..cut]);
            Assert.Equal(cut - 1, _connection.Sink.Answers);

            await _connection.SendAsync(Hi[cut..]);
            Assert.Equal("hi"u8.ToArray(), (await ExpectMsgAsync<Publish>()).Content.ToArray());
            Assert.Equal(cut, _connection.Sink.Answers);
        }
    }

    [Fact]
    public async Task Leaves_to_HTTP_what_is_not_plain_and_all_that_follows()
    {
        var ended = _connection.RunAsync();
        await _connection.SendAsync(Hi + Hi + Unusual + Hi);

        Assert.Equal(PublishLoopEnd.ForHttp, await ended.WaitAsync(PublishConnection.Limit));
        Assert.Equal(2, _connection.Sink.Answers);
        Assert.Equal(Unusual + Hi, await _connection.LeftAsync());
    }

    [Fact]
    public async Task Leaves_to_HTTP_every_publish_where_keys_are_asked_for()
    {
        _connection.Publish = _connection.Publish with { IsGuarded = true };
        var ended = _connection.RunAsync();
        await _connection.SendAsync(Hi);

        Assert.Equal(PublishLoopEnd.ForHttp, await ended);
        Assert.Equal(Hi, await _connection.LeftAsync());
    }

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task Leaves_to_HTTP_what_turns_out_not_to_be_plain_from_its_first_byte(int cut)
    {
        var ended = _connection.RunAsync();
        await _connection.SendAsync(Hi + Unusual[..cut]);
        var isKnown = ended.IsCompleted;
        await _connection.SendAsync(Unusual[cut..]);

        var end = isKnown ? PublishLoopEnd.ForHttp : PublishLoopEnd.ForHttpAgain;
        Assert.Equal(end, await ended.WaitAsync(PublishConnection.Limit));
        Assert.Equal(1, _connection.Sink.Answers);
        var left = isKnown ? _connection.LeftAsync() : _connection.LeftAgainAsync(Unusual.Length);
        Assert.Equal(Unusual, await left);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(55)]
    public async Task Leaves_to_HTTP_a_request_that_stalls(int length)
    {
        var ended = _connection.RunAsync();
        await _connection.SendAsync(Hi + Hi[..length]);
        _connection.KeepAlive.ExpireAll();
        Assert.False(ended.IsCompleted);

        _connection.Patience.ExpireAll();
        Assert.Equal(PublishLoopEnd.ForHttpAgain, await ended.WaitAsync(PublishConnection.Limit));
        var left = await _connection.LeftAgainAsync(2 * Hi.Length, sentMeanwhile: Hi[length..] + Hi);
        Assert.Equal(Hi + Hi, left);
    }

    [Fact]
    public async Task Has_one_patience_with_a_request_however_many_its_pieces()
    {
        var ended = _connection.RunAsync();
        await _connection.SendAsync(Hi[..1]);
        _connection.Patience.BeginNext();
        await _connection.SendAsync(Hi[1..2]);
        _connection.Patience.ExpireFirst();

        Assert.Equal(PublishLoopEnd.ForHttpAgain, await ended.WaitAsync(PublishConnection.Limit));
    }

    [Fact]
    public async Task Ends_when_no_further_request_comes_in_time()
    {
        var ended = _connection.RunAsync();
        await _connection.SendAsync(Hi);
        _connection.Patience.ExpireAll();
        Assert.False(ended.IsCompleted);

        _connection.KeepAlive.ExpireAll();
        Assert.Equal(PublishLoopEnd.Over, await ended.WaitAsync(PublishConnection.Limit));
    }

    [Fact]
    public async Task Ends_when_the_client_does_and_answers_what_it_asked_before()
    {
        var ended = _connection.RunAsync();
        await _connection.SendAsync(Hi);
        await _connection.EndAsync();

        Assert.Equal(PublishLoopEnd.Over, await ended.WaitAsync(PublishConnection.Limit));
        Assert.Equal(1, _connection.Sink.Answers);
    }

    [Theory]
    [InlineData("", PublishLoopEnd.Over)]
    [InlineData("POST /pub", PublishLoopEnd.ForHttpAgain)]
    public async Task A_server_that_stops_waits_for_nothing_but_what_has_begun(string begun, object end)
    {
        var ended = _connection.RunAsync();
        await _connection.SendAsync(Hi + begun);
        await _connection.CloseRequested.CancelAsync();

        Assert.Equal(end, await ended.WaitAsync(PublishConnection.Limit));
    }

    [Fact]
    public async Task Leaves_all_to_HTTP_while_the_server_is_not_ready()
    {
        _connection.Readiness.IsReady = false;
        var ended = _connection.RunAsync();
        await _connection.SendAsync(Hi);

        Assert.Equal(PublishLoopEnd.ForHttp, await ended.WaitAsync(PublishConnection.Limit));
        Assert.Equal(Hi, await _connection.LeftAsync());
    }

    [Theory]
    [InlineData(60_000)]
    [InlineData(99_999)]
    public async Task Leaves_to_HTTP_what_must_wait_or_is_refused(int waiting)
    {
        _connection.Budget.TryEnter(waiting - 128);
        var ended = _connection.RunAsync();
        await _connection.SendAsync(Hi);

        Assert.Equal(PublishLoopEnd.ForHttp, await ended.WaitAsync(PublishConnection.Limit));
        Assert.Equal(waiting, _connection.Budget.Bytes);
        Assert.Equal(0, _connection.Sink.Answers);
    }

    [Theory]
    [InlineData("POST /publish?channel=$offers HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("POST /publish?channel= HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("POST /publish?channel=%ff HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("POST /publish HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n")]
    [InlineData("POST /publish?a=aaaaaaaaaaaaaaaaaaaaaaaaa HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")]
    public async Task Leaves_errors_to_HTTP_at_once(string request)
    {
        var ended = _connection.RunAsync(headBytesMax: 80, bodyBytesMax: 1000);
        await _connection.SendAsync(Hi + request);

        Assert.Equal(PublishLoopEnd.ForHttp, await ended.WaitAsync(PublishConnection.Limit));
        Assert.Equal(request, await _connection.LeftAsync());
    }

    [Fact]
    public async Task What_the_socket_does_not_take_goes_through_the_pipe_and_then_all_does()
    {
        _connection.Sink.Room = 100;
        var ended = _connection.RunAsync();
        await _connection.SendAsync(Hi + Hi);

        Assert.Equal(PublishLoopEnd.ForHttp, await ended.WaitAsync(PublishConnection.Limit));
        Assert.Equal(100, _connection.Sink.Text.Length);
        var answers = _connection.Sink.Text + await _connection.WrittenAsync();
        Assert.Equal($"{Answer}{Answer}", answers);
    }
}
