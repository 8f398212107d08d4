using System.Buffers;
using System.IO.Pipelines;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Gateway.WebSockets.Frames;
using Broker.Sockets;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.WebSockets;

/// <summary>
/// One WebSocket: asks to be let in before its handshake is answered, then reads frames into requests for its
/// actor, and is that actor's port. While idle it holds no buffer, no timer and no task but the pending read.
/// </summary>
internal sealed class WebSocketConnection : IConnectionPort, IDisposable
{
    private readonly IWebSocketHandler _protocol;
    private readonly WebSocketDependencies _services;
    private readonly IByteSink _sink;
    private readonly OutboxWriter _writer;
    private readonly ConnectionLink _link;
    private PingTracker _pulse;

    // Only while a message is incomplete or a read is being handled.
    private FrameReader? _frames;

    // From the first request on: most subscribers never make one.
    private RequestWindow? _window;

    private PipeReader? _input;
    private CloseReason? _closing;
    private ITimer? _closeTimer;

    public WebSocketConnection(WebSocketAdmission admission, IByteSink sink, WebSocketDependencies services)
    {
        (_protocol, _sink, _services) = (admission.Protocol, sink, services);
        _writer = new OutboxWriter(sink, services.Outbox, services.OutboxBytesLimit);
        _pulse = new PingTracker(
            admission.PingBeats ?? services.PingBeats,
            services.PongBeats,
            isSteady: admission.PingBeats is not null);
        _link = new ConnectionLink(services.Connections, services.AskTimeout);
    }

    public Outbox Outbox => _writer.Outbox;

    public IWireEncoding Encoding => _protocol.Encoding;

    private bool IsClosing => Volatile.Read(ref _closing) is not null;

    /// <summary>
    /// Asks to be let in. What is sent meanwhile waits in the outbox until <see cref="RunAsync"/>.
    /// </summary>
    /// <returns>
    /// Null: answer the handshake and run. Else the handshake is to be refused, and the connection is over.
    /// </returns>
    public async Task<CloseReason?> ConnectAsync(WebSocketAdmission admission)
    {
        var reason = await _link.ConnectAsync(new Connect(this, admission.ClientName), admission.First);
        var opening = reason is null
            ? _protocol.Greet(_link.Name)
            : _protocol.Refuse(reason, admission.ClientName);
        Put(opening);
        if (reason is null) return null;

        if (opening.IsEmpty)
        {
            await EndAsync();
            return reason;
        }
        Close(reason);
        return null;
    }

    /// <summary>
    /// Serves the connection, whose handshake is answered, until it has ended. Never throws for what a peer
    /// or the network does.
    /// </summary>
    public async Task RunAsync(PipeReader input)
    {
        _input = input;
        Outbox.Open();
        try
        {
            while (Read(await input.ReadAsync(), input, out var pause))
                if (pause is not null) await pause;
            if (_window is null) return;

            // A peer that sends nothing more is still answered; its time for that is the close timeout.
            StartCloseTimer();
            await _window.WaitUntilEmptyAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            Log.ConnectionLost(_services.Logger, _protocol.Name, e.Message);
        }
        finally
        {
            await EndAsync();
        }
    }

    public ReadOnlyMemory<byte> Encode(Answer answer)
    {
        var output = new ArrayBufferWriter<byte>();
        _protocol.Write(new ReadOnlySpan<Answer>(in answer), output);
        _link.Answered(answer);
        return output.WrittenMemory;
    }

    public void Send(ReadOnlySpan<Answer> answers)
    {
        var output = new ArrayBufferWriter<byte>();
        _protocol.Write(answers, output);
        Put(output.WrittenMemory);
        _link.Answered(answers[0]);
        if (_protocol.Ending is { } ending) Close(ending);
    }

    public void Completed(int requests) => _window?.Complete(requests);

    public void Beat()
    {
        if (_protocol.Overdue is { } overdue) Close(overdue);
        switch (_pulse.Beat())
        {
            case PingAction.Ask: Put(ControlFrames.Ping); break;
            case PingAction.Dead: Close(CloseReason.Unresponsive); break;
        }
    }

    public void Close(CloseReason reason)
    {
        if (Interlocked.CompareExchange(ref _closing, reason, null) is not null) return;

        Outbox.Metrics.Disconnected(reason);
        StartCloseTimer();
        Outbox.Close(ControlFrames.Close(reason), dropDeliveries: reason == CloseReason.SlowConsumer);
        _link.Disconnect();
        // The actor stops, and may leave requests open: the reader goes on to the peer's close frame.
        _window?.Release();
    }

    public void Ended() => _link.Ended();

    public void Dispose()
    {
        _frames?.Dispose();
        _closeTimer?.Dispose();
    }

    /// <summary>False when there is nothing more to read.</summary>
    /// <param name="pause">What to wait for before the next read; null to read on.</param>
    private bool Read(in ReadResult result, PipeReader input, out Task? pause)
    {
        pause = null;
        if (result.IsCanceled) return false;

        _pulse.Heard();
        var buffer = result.Buffer;
        var goOn = Handle(ref buffer, out pause);
        if (_frames!.IsSpent) _frames = null;
        // What a full window leaves is not examined: the next read returns it at once, and until then the
        // pipe counts it and stops its writer.
        input.AdvanceTo(buffer.Start, pause is null ? buffer.End : buffer.Start);
        return goOn && (pause is not null || !result.IsCompleted);
    }

    /// <summary>False after the peer's close frame.</summary>
    private bool Handle(ref ReadOnlySequence<byte> buffer, out Task? pause)
    {
        var frames = _frames ??= new FrameReader(_protocol.Frames);
        while ((pause = IsClosing ? null : _window?.Pause()) is null)
        {
            var frame = frames.Read(ref buffer);
            switch (frame.Kind)
            {
                case FrameEventKind.NeedMore: return true;
                case FrameEventKind.Text: Request(frame.Payload, isText: true); break;
                case FrameEventKind.Binary: Request(frame.Payload, isText: false); break;
                case FrameEventKind.Ping: Put(ControlFrames.Pong(frame.Payload.Span)); break;
                case FrameEventKind.Pong: break;
                case FrameEventKind.Close: Echo(frame.CloseCode); return false;
                // From here on the frames say nothing; the peer has until the close timeout to go.
                case FrameEventKind.Violation: Close(ControlFrames.ReasonOf(frame.Violation)); break;
            }
        }
        return true;
    }

    private void Request(ReadOnlyMemory<byte> payload, bool isText)
    {
        if (IsClosing) return;
        if (_protocol.Read(payload, isText) is not { } request) return;

        (_window ??= _services.NewWindow()).Open();
        _link.Tell(request);
    }

    // RFC 6455 §5.5.1: a close is answered with the code it came with.
    private void Echo(CloseCode code) => Interlocked.CompareExchange(
        ref _closing, new CloseReason((int)code, "", MayReconnect: true), null);

    /// <summary>
    /// Ends the connection. Its subscriptions end first and the close frame goes out last, so that the next
    /// client under its name finds it free.
    /// </summary>
    public async Task EndAsync()
    {
        await _link.EndAsync();
        // Without input it never ran, and no writer runs.
        if (_input is not null && (IsClosing || Outbox.WaitingBytes > 0))
        {
            StartCloseTimer();
            var last = _closing is { } reason ? ControlFrames.Close(reason) : default;
            await _writer.FinishAsync(last, dropDeliveries: false);
        }
        _writer.Abandon();
        Dispose();
    }

    private void StartCloseTimer()
    {
        if (_closeTimer is not null) return;

        var timer = _services.Time.CreateTimer(
            static state => ((WebSocketConnection)state!).GiveUp(),
            this,
            _services.CloseTimeout,
            Timeout.InfiniteTimeSpan);
        // The reader and a close from elsewhere may come here at once.
        if (Interlocked.CompareExchange(ref _closeTimer, timer, null) is not null) timer.Dispose();
    }

    // The peer did not take our close frame, or did not answer it, in time.
    private void GiveUp()
    {
        _writer.Abandon();
        _window?.Release();
        _input?.CancelPendingRead();
        _sink.Abort();
    }

    private void Put(ReadOnlyMemory<byte> frames)
    {
        // A peer that asks and does not read what it is told is as slow as any other.
        if (Outbox.Answer(frames) == EnqueueResult.Refused) Close(CloseReason.SlowConsumer);
    }
}
