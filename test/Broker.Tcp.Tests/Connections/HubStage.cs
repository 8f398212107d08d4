using System.IO.Pipelines;
using System.Text;
using Broker.Actors.Configuration;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Actors.Hub;
using Broker.Actors.Telemetry;
using Broker.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Tcp.Tests.Connections;

/// <summary>
/// A hub connection between two pipes' ends and two probes: the spec plays the client, the registry and the
/// actor.
/// </summary>
internal sealed class HubStage
{
    private static readonly BrokerMetrics Metrics = new(TimeProvider.System);

    private readonly Pipe _input;
    private readonly TestProbe _registry, _actor, _sink;
    private readonly HubConnection _connection;
    private Task _running = Task.CompletedTask;

    public HubStage(
        TestKit kit, string overlay = "", RequestWindow? window = null, long inputBytesMax = 1 << 20)
    {
        _input = new Pipe(new PipeOptions(
            pauseWriterThreshold: inputBytesMax, resumeWriterThreshold: inputBytesMax / 2));
        (_registry, _actor, _sink) = (kit.CreateTestProbe(), kit.CreateTestProbe(), kit.CreateTestProbe());
        var settings = Settings(overlay);
        var services = new HubDependencies(
            new Required<ConnectionRegistryActor>(_registry.Ref),
            new HubIds(new Required<HubActor>(kit.CreateTestProbe().Ref), TimeSpan.FromSeconds(30)),
            settings,
            new OutboxSettings(settings.OutboxBytesMax, long.MaxValue),
            new OutboxBytesLimit(long.MaxValue, () => { }, Metrics),
            new ConnectionLimit(1),
            new ConnectionRefusals(Metrics, Clock, NullLogger<ConnectionRefusals>.Instance),
            NewWindow: () => window ?? new RequestWindow(4),
            BeatInterval: TimeSpan.FromSeconds(1),
            AskTimeout: TimeSpan.FromSeconds(30),
            Clock,
            NullLogger.Instance);
        _connection = new HubConnection(new ProbedSink(_sink.Ref), _input.Reader, services);
    }

    public ObservedTime Clock { get; } = new();

    public IConnectionPort Port { get; private set; } = null!;

    /// <summary>Completes when the connection has ended; fails when it does not.</summary>
    public Task Running => _running.WaitAsync(_actor.TestKitSettings.DefaultTimeout);

    public static HubSettings Settings(string overlay) => HubSettings.From(LayeredConfig.Empty
        .WithReference(typeof(HubSettings).Assembly)
        .With($"broker.hub {{ {overlay} }}", "overlay")
        .Section("broker.hub"));

    /// <summary>The client connects and is let in as number 5.</summary>
    public async Task JoinAsync()
    {
        await AskToConnectAsync();
        _registry.Reply(new Connected(_actor.Ref, Name: null));
        var join = await _actor.ExpectMsgAsync<JoinHubRequest>();
        Assert.True(Port.Encode(new JoinHubDone(join.Id, ClientId: 5)).IsEmpty);
        Port.Completed(1);
    }

    /// <summary>The client connects, and is not let in.</summary>
    public async Task RefuseAsync(CloseReason reason)
    {
        await AskToConnectAsync();
        _registry.Reply(new Refused(reason));
    }

    /// <summary>The client connects when no id can be had.</summary>
    public void RunWithoutId() => _running = _connection.RunAsync(Task.FromResult<ulong?>(null));

    public async Task FeedAsync(string text) => await FeedAsync(Encoding.Latin1.GetBytes(text));

    public async Task FeedAsync(byte[] bytes) => await _input.Writer.WriteAsync(bytes);

    public void HalfClose() => _input.Writer.Complete();

    public async Task<TRequest> AskedAsync<TRequest>() => await _actor.ExpectMsgAsync<TRequest>();

    public async Task NothingAskedAsync() => await _actor.ExpectNoMsgAsync(TimeSpan.FromMilliseconds(50));

    /// <summary>The actor answers, which completes as many requests.</summary>
    public void Answer(params Answer[] answers)
    {
        Port.Send(answers);
        Port.Completed(answers.Length);
    }

    public async Task SentAsync(string expected) => Assert.Equal(expected, await SentAsync());

    public async Task<string> SentAsync() => await _sink.ExpectMsgAsync<string>();

    /// <summary>The connection lets its actor go, which stops.</summary>
    public async Task EndAsync()
    {
        await _actor.FishForMessageAsync(message => message is Disconnect);
        Port.Ended();
    }

    private async Task AskToConnectAsync()
    {
        _running = _connection.RunAsync(Task.FromResult<ulong?>(5));
        Port = (await _registry.ExpectMsgAsync<Connect>()).Port;
    }

    private sealed class Required<TActor>(IActorRef actor) : IRequiredActor<TActor>
    {
        public IActorRef ActorRef { get; } = actor;

        public Task<IActorRef> GetAsync(CancellationToken cancellationToken = default) =>
            Task.FromResult(ActorRef);
    }
}
