using System.Buffers;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Sockets;
using Broker.Tcp.Framed;
using Broker.Tcp.Text;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Tcp;

/// <summary>
/// A hub client as its actor and the channels see it: answers and deliveries in the form that the client
/// speaks, and the end of the connection. Safe from any thread.
/// </summary>
internal sealed class HubPort : IConnectionPort
{
    // After the last byte went out: the time for a client that is still sending to see it.
    private static readonly TimeSpan LingerTime = TimeSpan.FromSeconds(1);

    private readonly IdleTrackingSink _sink;
    private readonly OutboxWriter _writer;
    private readonly ConnectionLink _link;
    private readonly HubWindow _window;
    private readonly IdleTimer _silence;
    private readonly Action _wakeReader;
    private readonly HubDependencies _services;
    private IWireEncoding _encoding = HubTextEncoding.Instance;
    private bool _isJoining = true;
    private CloseReason? _closing;
    private ITimer? _closeTimer;

    public HubPort(
        IByteSink sink, ConnectionLink link, HubWindow window, Action wakeReader, HubDependencies services)
    {
        (_link, _window, _wakeReader, _services) = (link, window, wakeReader, services);
        var settings = services.Settings;
        _silence = new IdleTimer(Beats(settings.FirstByteTimeout), Beats(settings.IdleTimeout));
        _sink = new IdleTrackingSink(sink, _silence);
        _writer = new OutboxWriter(_sink, services.Outbox, services.OutboxBytesLimit);
    }

    public Outbox Outbox => _writer.Outbox;

    public IWireEncoding Encoding => Volatile.Read(ref _encoding);

    public bool IsClosing => Volatile.Read(ref _closing) is not null;

    /// <summary>What the client is called, from before it joins.</summary>
    public ulong ClientId { get; set; }

    private bool IsFramed => Encoding is HubFrameEncoding;

    /// <summary>Bytes have come.</summary>
    public void Heard() => _silence.Broken();

    /// <summary>From here on the client is spoken to in framed form.</summary>
    /// <param name="isJoining">The next answer is to a request to join.</param>
    public void BeginFrames(bool isJoining)
    {
        _isJoining = isJoining;
        Volatile.Write(ref _encoding, HubFrameEncoding.Instance);
    }

    public ReadOnlyMemory<byte> Encode(Answer answer)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(answer, output);
        _link.Answered(answer);
        return output.WrittenMemory;
    }

    public void Send(ReadOnlySpan<Answer> answers)
    {
        if (answers is [EchoDone echo] && !IsFramed)
        {
            // Bare: what was read is what is sent.
            Put(echo.Content);
            _window.CompleteBytes(echo.Content.Length);
        }
        else
        {
            var output = new ArrayBufferWriter<byte>();
            foreach (var answer in answers) Write(answer, output);
            Put(output.WrittenMemory);
        }
        _link.Answered(answers[0]);
    }

    public void Completed(int requests) => _window.Complete(requests);

    public void Beat()
    {
        if (_silence.Beat()) Close(CloseReason.Silent);
    }

    public void Close(CloseReason reason) => Close(reason, last: default);

    public void Ended() => _link.Ended();

    /// <summary>The client was not let in: it is told so, in text form.</summary>
    public void Refuse(CloseReason reason) => Close(reason, TextAnswers.Error(reason.Text));

    /// <summary>Writes what waits, and forgets what cannot be written in time.</summary>
    public async Task EndAsync()
    {
        StartCloseTimer();
        await _writer.FinishAsync(default, dropDeliveries: false);
        _writer.Abandon();
        _closeTimer?.Dispose();
    }

    private void Write(Answer answer, ArrayBufferWriter<byte> output)
    {
        if (answer is JoinHubDone) _isJoining = false;
        if (answer is EchoDone echo) _window.CompleteBytes(echo.Content.Length);
        if (answer is Failed && _isJoining)
        {
            // The first time, whoever connects says so; a preamble that is refused ends the connection.
            if (IsFramed) Close(CloseReason.Refused);
            return;
        }
        if (IsFramed) FrameAnswers.Write(answer, output);
        else TextAnswers.Write(answer, output);
    }

    private void Put(ReadOnlyMemory<byte> bytes)
    {
        // A client that asks and does not read what it is told is as slow as any other.
        if (Outbox.Answer(bytes) == EnqueueResult.Refused) Close(CloseReason.SlowConsumer);
    }

    private void Close(CloseReason reason, ReadOnlyMemory<byte> last)
    {
        if (Interlocked.CompareExchange(ref _closing, reason, null) is not null) return;

        Outbox.Metrics.Disconnected(reason);
        // A text client has no word for it: it reads contents and nothing else.
        if (IsFramed) last = FrameAnswers.Goodbye(reason);
        StartCloseTimer();
        _ = FinishAsync(last, dropDeliveries: reason == CloseReason.SlowConsumer);
        _link.Disconnect();
        // The actor stops, and may leave requests open: the reader goes on to the client's end.
        _window.Release();
    }

    private async Task FinishAsync(ReadOnlyMemory<byte> last, bool dropDeliveries)
    {
        await _writer.FinishAsync(last, dropDeliveries);
        _closeTimer?.Change(LingerTime, Timeout.InfiniteTimeSpan);
    }

    private void StartCloseTimer() => _closeTimer ??= _services.Time.CreateTimer(
        static state => ((HubPort)state!).GiveUp(),
        this,
        _services.Settings.CloseTimeout,
        Timeout.InfiniteTimeSpan);

    // What was to be sent is sent, or was not taken in time.
    private void GiveUp()
    {
        var isFinished = Outbox.IsFinished;
        _writer.Abandon();
        _wakeReader();
        if (!isFinished) _sink.Abort();
    }

    private int Beats(TimeSpan time) => Math.Max(1, (int)Math.Round(time / _services.BeatInterval));
}
