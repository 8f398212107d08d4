using System.Buffers;
using System.IO.Pipelines;
using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Gateway.Connections;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.WebSockets;

/// <summary>
/// One WebSocket after its handshake: reads frames into requests for its actor, and is that actor's port. While it
/// is idle it holds no buffer, no timer and no task but the pending read.
/// </summary>
internal sealed class WebSocketConnection : IConnectionPort, IDisposable
{
    private readonly WebSocketAdmission _admission;
    private readonly WebSocketServices _services;
    private readonly PipeReader _input;
    private readonly IByteSink _sink;
    private readonly OutboxWriter _writer;
    private readonly FrameReader _frames;
    private readonly RequestWindow _window;
    private readonly PeerPulse _pulse;
    private IActorRef? _connection;
    private TaskCompletionSource? _ended;
    private CloseReason? _closing;
    private ITimer? _closeTimer;

    public WebSocketConnection(
        WebSocketAdmission admission, PipeReader input, IByteSink sink, WebSocketServices services)
    {
        (_admission, _input, _sink, _services) = (admission, input, sink, services);
        _writer = new OutboxWriter(sink, services.Outbox, services.OutboxBudget);
        _frames = new FrameReader(admission.Protocol.Frames);
        _window = new RequestWindow(services.RequestsWaitingMax);
        _pulse = new PeerPulse(services.PingBeats, services.PongBeats);
    }

    public Outbox Outbox => _writer.Outbox;

    public IWireEncoding Encoding => _admission.Protocol.Encoding;

    /// <summary>Serves the connection until it has ended. Never throws for what a peer or the network does.</summary>
    public async Task RunAsync()
    {
        try
        {
            if (await ConnectAsync()) await ReadAsync();
            else await ReadToEndAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            Log.ConnectionLost(_services.Logger, _admission.Protocol.Name, e.Message);
        }
        finally
        {
            await EndAsync();
        }
    }

    public ReadOnlyMemory<byte> Encode(Answer answer)
    {
        var output = new ArrayBufferWriter<byte>();
        _admission.Protocol.Write(new ReadOnlySpan<Answer>(in answer), output);
        return output.WrittenMemory;
    }

    public void Send(ReadOnlySpan<Answer> answers)
    {
        var output = new ArrayBufferWriter<byte>();
        _admission.Protocol.Write(answers, output);
        Put(output.WrittenMemory);
        foreach (var answer in answers)
            if (_admission.Protocol.Ends(answer) is { } reason) Close(reason);
    }

    public void Completed(int requests) => _window.Complete(requests);

    public void Beat()
    {
        switch (_pulse.Beat())
        {
            case PulseResult.Ask: Put(ControlFrames.Ping); break;
            case PulseResult.Dead: Close(CloseReason.Unresponsive); break;
        }
    }

    public void Close(CloseReason reason)
    {
        if (Interlocked.CompareExchange(ref _closing, reason, null) is not null) return;

        Outbox.Close(ControlFrames.Close(reason), dropDeliveries: reason == CloseReason.SlowConsumer);
        _closeTimer = _services.Time.CreateTimer(
            static state => ((WebSocketConnection)state!).GiveUp(), this, _services.CloseTimeout, Timeout.InfiniteTimeSpan);
        Volatile.Read(ref _connection)?.Tell(Disconnect.Instance);
    }

    public void Ended() => EndedSource().TrySetResult();

    public void Dispose()
    {
        _frames.Dispose();
        _closeTimer?.Dispose();
    }

    private async Task<bool> ConnectAsync()
    {
        var answer = await _services.Connections.ActorRef.Ask<object>(
            new Connect(this, _admission.ClientName), _services.AskTimeout);
        if (answer is not Connected connected)
        {
            var reason = answer is Refused refused ? refused.Reason : CloseReason.Failed;
            Put(_admission.Protocol.Refuse(reason));
            Close(reason);
            return false;
        }

        Volatile.Write(ref _connection, connected.Connection);
        // The registry may have closed this port before it had an actor to stop.
        if (Volatile.Read(ref _closing) is not null) connected.Connection.Tell(Disconnect.Instance);
        Put(_admission.Protocol.Greet(connected.Name));
        if (_admission.First is { } first)
        {
            _window.Open();
            connected.Connection.Tell(first);
        }
        return true;
    }

    private async Task ReadAsync()
    {
        while (true)
        {
            var result = await _input.ReadAsync();
            if (result.IsCanceled) return;

            _pulse.Heard();
            var buffer = result.Buffer;
            var goOn = Handle(ref buffer);
            // What is left behind a full window is not examined, so that the next read answers at once.
            _input.AdvanceTo(buffer.Start, _window.IsFull ? buffer.Start : buffer.End);
            if (!goOn || (result.IsCompleted && !_window.IsFull)) return;
            if (_window.IsFull) await _window.WaitForRoomAsync();
        }
    }

    // After a violation or a refusal nothing the peer says matters but that it closes.
    private async Task ReadToEndAsync()
    {
        while (true)
        {
            var result = await _input.ReadAsync();
            _input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted || result.IsCanceled) return;
        }
    }

    private bool Handle(ref ReadOnlySequence<byte> buffer)
    {
        while (!_window.IsFull)
        {
            var frame = _frames.Read(ref buffer);
            switch (frame.Kind)
            {
                case FrameEventKind.NeedMore: return true;
                case FrameEventKind.Text or FrameEventKind.Binary: Request(frame.Payload); break;
                case FrameEventKind.Ping: Put(ControlFrames.Pong(frame.Payload.Span)); break;
                case FrameEventKind.Pong: break;
                case FrameEventKind.Close: Reply(frame); return false;
                case FrameEventKind.Violation: Close(ControlFrames.ReasonOf(frame.Violation)); break;
            }
        }
        return true;
    }

    private void Request(ReadOnlyMemory<byte> payload)
    {
        if (Volatile.Read(ref _closing) is not null) return;
        if (_admission.Protocol.Read(payload) is not { } request) return;

        _window.Open();
        _connection!.Tell(request);
    }

    // The peer closes first: its subscriptions end, and only then does it get its close frame back, so that
    // whoever comes next under its name finds it gone.
    private void Reply(FrameEvent frame)
    {
        var code = frame.CloseCode;
        Interlocked.CompareExchange(ref _closing, new CloseReason((int)code, "", MayReconnect: true), null);
    }

    private async Task EndAsync()
    {
        if (_connection is { } connection)
        {
            connection.Tell(Disconnect.Instance);
            await EndedSource().Task;
        }
        if (_closing is { } reason && _closeTimer is null) await ReplyAsync(reason);
        _writer.Abandon();
        Dispose();
    }

    private async Task ReplyAsync(CloseReason reason)
    {
        _closeTimer = _services.Time.CreateTimer(
            static state => ((WebSocketConnection)state!).GiveUp(), this, _services.CloseTimeout, Timeout.InfiniteTimeSpan);
        await _writer.FinishAsync(ControlFrames.Close(reason), dropDeliveries: false);
    }

    // The peer did not take our close frame, or did not answer it, in time.
    private void GiveUp()
    {
        _writer.Abandon();
        _input.CancelPendingRead();
        _sink.Abort();
    }

    private void Put(ReadOnlyMemory<byte> frames)
    {
        // A peer that asks and does not read what it is told is as slow as any other.
        if (Outbox.Answer(frames) == OfferResult.Refused) Close(CloseReason.SlowConsumer);
    }

    private TaskCompletionSource EndedSource()
    {
        if (_ended is { } ended) return ended;

        ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Interlocked.CompareExchange(ref _ended, ended, null) ?? ended;
    }
}
