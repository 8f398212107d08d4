using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Gateway.Connections;
using Broker.Gateway.Http;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Broadcast;

/// <summary>
/// One event stream: the port of its connection actor, writing into the body of a response. Deliveries wait in
/// the outbox until <see cref="RunAsync"/>, so a refusal can still be an HTTP error.
/// </summary>
internal sealed class SseConnection : IConnectionPort, IAsyncDisposable
{
    private readonly SseServices _services;
    private readonly OutboxWriter _writer;
    private readonly GatedSink _sink;
    private readonly TaskCompletionSource<Answer> _answered = NewSource<Answer>();
    private readonly TaskCompletionSource _ended = NewSource();
    private readonly TaskCompletionSource _closed = NewSource();
    private IActorRef? _connection;
    private int _quietBeats;

    public SseConnection(IByteSink sink, SseServices services)
    {
        _services = services;
        _sink = new GatedSink(sink);
        _writer = new OutboxWriter(_sink, services.Outbox, services.OutboxBudget);
    }

    public Outbox Outbox => _writer.Outbox;

    public IWireEncoding Encoding => SseEncoding.Instance;

    /// <summary>Joins the channel.</summary>
    /// <returns>Null when it is in; else the HTTP error to answer with.</returns>
    public async Task<HttpRefusal?> SubscribeAsync(ChannelName channel, ResumePoint? since)
    {
        var answer = await _services.Connections.ActorRef.Ask<object>(new Connect(this, Name: null), _services.AskTimeout);
        if (answer is not Connected connected) return HttpRefusal.Busy("the broker is full, try again later");

        _connection = connected.Connection;
        _connection.Tell(new SubscribeRequest(default, channel) { Since = since });
        return await _answered.Task is Failed ? HttpRefusal.Busy("the channel is full, try again later") : null;
    }

    /// <summary>Streams until the client goes, or the broker closes the stream.</summary>
    public async Task RunAsync(CancellationToken gone)
    {
        _sink.Open();
        await using var registration = gone.Register(() => _closed.TrySetResult());
        await _closed.Task;
        if (gone.IsCancellationRequested) _writer.Abandon();
        else await _writer.FinishAsync(default, dropDeliveries: true).WaitAsync(_services.CloseTimeout, gone);
    }

    public ReadOnlyMemory<byte> Encode(Answer answer)
    {
        _answered.TrySetResult(answer);
        return answer is SubscribeDone done ? SseGreeting.Of(done.Subscribed) : default;
    }

    public void Send(ReadOnlySpan<Answer> answers) => _answered.TrySetResult(answers[0]);

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
        _answered.TrySetResult(new Failed(default, RequestError.Busy));
        _closed.TrySetResult();
    }

    public void Ended() => _ended.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        _writer.Abandon();
        if (_connection is null) return;

        _connection.Tell(Disconnect.Instance);
        await _ended.Task;
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
