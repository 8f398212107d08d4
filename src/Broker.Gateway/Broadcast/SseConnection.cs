using Broker.Actors;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Sockets;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Broadcast;

/// <summary>
/// One event stream: the port of its connection actor, writing into the body of a response. It is subscribed
/// before that response begins, so that a refusal can still be an HTTP error.
/// </summary>
internal sealed class SseConnection : IConnectionPort
{
    private readonly SseDependencies _services;
    private readonly OutboxWriter _writer;
    private readonly ConnectionLink _link;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IByteSink _sink;
    private int _quietBeats;

    public SseConnection(IByteSink sink, SseDependencies services)
    {
        (_sink, _services) = (sink, services);
        _writer = new OutboxWriter(sink, services.Outbox, services.OutboxBytesLimit);
        _link = new ConnectionLink(services.Connections, services.AskTimeout);
    }

    public Outbox Outbox => _writer.Outbox;

    public IWireEncoding Encoding => SseEncoding.Instance;

    /// <summary>Joins the channel.</summary>
    /// <returns>Null when it is in; else why not, and the stream is over.</returns>
    public async Task<CloseReason?> ConnectAsync(ChannelName channel, StreamPosition? since)
    {
        var first = new SubscribeRequest(default, channel) { Since = since };
        var reason = await _link.ConnectAsync(new Connect(this, Name: null), first);
        if (reason is not null) await EndAsync();
        return reason;
    }

    /// <summary>Streams until the client goes, or the broker closes the stream.</summary>
    public async Task RunAsync(CancellationToken gone)
    {
        Outbox.Open();
        await using var registration = gone.Register(() => _closed.TrySetResult());
        await _closed.Task;
        try
        {
            if (!gone.IsCancellationRequested)
                await _writer.FinishAsync(default, dropDeliveries: true)
                    .WaitAsync(_services.CloseTimeout, gone);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            _sink.Abort();
        }
        finally
        {
            await EndAsync();
        }
    }

    public ReadOnlyMemory<byte> Encode(Answer answer)
    {
        _link.Answered(answer);
        return answer is SubscribeDone done ? SseGreeting.Of(done.Subscribed) : default;
    }

    public void Send(ReadOnlySpan<Answer> answers) => _link.Answered(answers[0]);

    // A stream asks for one thing only.
    public void Completed(int requests)
    {
    }

    // A comment now and then keeps proxies from closing the stream, and finds out when the client is gone.
    public void Beat()
    {
        if (++_quietBeats < _services.KeepAliveBeats) return;

        _quietBeats = 0;
        if (Outbox.WaitingBytes == 0) Outbox.Answer(SseEncoding.KeepAlive);
    }

    public void Close(CloseReason reason)
    {
        if (_closed.TrySetResult()) Outbox.Metrics.Disconnected(reason);
        _link.Disconnect();
    }

    public void Ended() => _link.Ended();

    private async Task EndAsync()
    {
        await _link.EndAsync();
        _writer.Abandon();
    }
}
