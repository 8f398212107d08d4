using System.Buffers;
using System.IO.Pipelines;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using Broker.Gateway.Broadcast;
using Broker.Gateway.WebSockets;
using Broker.Gateway.WebSockets.Frames;
using Broker.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Tests.WebSockets;

/// <summary>
/// A WebSocket between two pipes and two probes: the spec plays the client, the registry and the actor. Every
/// text message of the client is one request, and every answer is one text frame.
/// </summary>
internal sealed class WebSocketStage : IDisposable
{
    private static readonly BrokerMetrics Metrics = new(TimeProvider.System);

    private readonly Pipe _input, _output = new();
    private readonly TestProbe _registry, _actor;
    private readonly WebSocketConnection _connection;

    public WebSocketStage(
        TestKit kit, RequestWindow window, TimeSpan? closeTimeout = null, long inputBytesMax = 1 << 20)
    {
        _input = new Pipe(new PipeOptions(
            pauseWriterThreshold: inputBytesMax, resumeWriterThreshold: inputBytesMax / 2));
        (_registry, _actor) = (kit.CreateTestProbe(), kit.CreateTestProbe());
        var services = new WebSocketDependencies(
            new Required<ConnectionRegistryActor>(_registry.Ref),
            new OutboxSettings(BytesMax: 1 << 20, TotalBytesMax: long.MaxValue),
            new OutboxBytesLimit(long.MaxValue, () => { }, Metrics),
            NewWindow: () => window,
            Compression: false,
            PingBeats: 10,
            PongBeats: 10,
            closeTimeout ?? TimeSpan.FromMinutes(1),
            AskTimeout: TimeSpan.FromSeconds(30),
            TimeProvider.System,
            NullLogger.Instance);
        _connection = new WebSocketConnection(Admission, new PipeSink(_output.Writer, () => { }), services);
    }

    public IConnectionPort Port => _connection;

    public Task Running { get; private set; } = Task.CompletedTask;

    private static WebSocketAdmission Admission { get; } = new(new WordProtocol());

    /// <summary>The client connects and is let in.</summary>
    public async Task ConnectAsync()
    {
        var connecting = _connection.ConnectAsync(Admission);
        await _registry.ExpectMsgAsync<Connect>();
        _registry.Reply(new Connected(_actor.Ref, Name: null));
        Assert.Null(await connecting);
        Running = _connection.RunAsync(_input.Reader);
    }

    /// <returns>Completes when the connection lets its client send more.</returns>
    public async Task SendAsync(params byte[][] frames) =>
        await _input.Writer.WriteAsync(frames.SelectMany(frame => frame).ToArray());

    public void HalfClose() => _input.Writer.Complete();

    public async Task AskedAsync(params string[] words)
    {
        foreach (var word in words)
            Assert.Equal(word, (await _actor.ExpectMsgAsync<UnreadableRequest>()).Detail);
    }

    public async Task NothingAskedAsync() => await _actor.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));

    /// <summary>The actor answers, which completes as many requests.</summary>
    public void Answer(params string[] words)
    {
        Port.Send([.. words.Select(word => new Failed(default, default) { Detail = word })]);
        Port.Completed(words.Length);
    }

    /// <summary>The connection lets its actor go, which stops.</summary>
    public async Task EndAsync()
    {
        await _actor.FishForMessageAsync(message => message is Disconnect);
        Port.Ended();
        await Running.WaitAsync(_actor.TestKitSettings.DefaultTimeout);
    }

    /// <summary>All that the client was sent.</summary>
    public List<WireFrame> Sent()
    {
        _output.Writer.Complete();
        return _output.Reader.TryRead(out var result) ? WireFrame.All(result.Buffer.ToArray()) : [];
    }

    public void Dispose() => _connection.Dispose();

    private sealed class WordProtocol : IWebSocketHandler
    {
        public string Name => "words";

        public IWireEncoding Encoding => BroadcastEncoding.Instance;

        public FrameReaderSettings Frames { get; } = new(MessageBytesMax: 1024);

        public ReadOnlyMemory<byte> Greet(string? clientName) => default;

        public ReadOnlyMemory<byte> Refuse(CloseReason reason, string? clientName) => default;

        public Request? Read(ReadOnlyMemory<byte> message, bool isText) =>
            new UnreadableRequest(default, System.Text.Encoding.UTF8.GetString(message.Span));

        public void Write(ReadOnlySpan<Answer> answers, IBufferWriter<byte> output)
        {
            foreach (var answer in answers) output.Write(FrameOf(((Failed)answer).Detail!));
        }

        private static byte[] FrameOf(string text)
        {
            var frame = new byte[FrameWriter.FrameLength(text.Length)];
            FrameWriter.WriteFrame(frame, Opcode.Text, System.Text.Encoding.UTF8.GetBytes(text));
            return frame;
        }
    }

    private sealed class Required<TActor>(IActorRef actor) : IRequiredActor<TActor>
    {
        public IActorRef ActorRef { get; } = actor;

        public Task<IActorRef> GetAsync(CancellationToken cancellationToken = default) =>
            Task.FromResult(ActorRef);
    }
}
