using System.IO.Pipelines;
using System.Text;
using Broker.Actors.Channels;
using Broker.Actors.Metrics;
using Broker.Gateway.Broadcast;
using Broker.Gateway.Health;
using Broker.Gateway.Http;
using Broker.Gateway.Startup;
using Broker.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Broker.Gateway.Tests.Broadcast;

/// <summary>
/// A client's connection with a publish loop behind it. The loop runs on the thread that sends, so after
/// each sending all that can happen has.
/// </summary>
internal sealed class PublishConnection(IActorRef channels) : IAsyncDisposable
{
    /// <summary>Only decides how late it is noticed that something does not come.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private static readonly BrokerSettings Settings = BrokerSettings.From(ConfigurationLayers.Reference);

    private readonly Pipe _toServer = new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline, useSynchronizationContext: false));
    private readonly Pipe _toClient = new();
    private readonly DefaultConnectionContext _connection = new();

    public Readiness Readiness { get; } = new() { IsReady = true };

    public PublishBudget Budget { get; } = new(bytesMax: 100_000);

    public StagedTime KeepAlive { get; } = new();

    public StagedTime Patience { get; } = new();

    public LimitedSink Sink { get; } = new();

    public CancellationTokenSource CloseRequested { get; } = new();

    public PublishSettings Publish { get; set; } = Settings.Publish;

    public Task<PublishLoopEnd> RunAsync(int headBytesMax = 4096, int bodyBytesMax = 1000)
    {
        _connection.Transport = new Duplex(_toServer.Reader, _toClient.Writer);
        _connection.Features.Set<IConnectionLifetimeNotificationFeature>(new Closing(CloseRequested.Token));
        var gate = new PublishGate(Settings.Channel, Budget, new BrokerMetrics(TimeProvider.System));
        var services = new PublishServices(
            new PublishEndpoint(
                new Registered(channels), gate, new PublishGuard(Publish), Publish, Readiness),
            new PublishAnswers(Patience),
            new SharedTimeouts(TimeSpan.FromMinutes(1), KeepAlive),
            new SharedTimeouts(TimeSpan.FromSeconds(1), Patience),
            headBytesMax,
            bodyBytesMax);
        return new PublishLoop(_connection, Sink, services).RunAsync();
    }

    public async Task SendAsync(string text) =>
        await _toServer.Writer.WriteAsync(Encoding.ASCII.GetBytes(text));

    public async Task EndAsync() => await _toServer.Writer.CompleteAsync();

    /// <summary>What HTTP would read.</summary>
    public async Task<string> LeftAsync()
    {
        var result = await _connection.Transport.Input.ReadAsync().AsTask().WaitAsync(Limit);
        return Encoding.ASCII.GetString(result.Buffer);
    }

    /// <summary>So much of what HTTP would read where some of it was examined before.</summary>
    public async Task<string> LeftAgainAsync(int length, string sentMeanwhile = "")
    {
        var left = "";
        await SecondReading.ServeAsync(_connection, async connection =>
        {
            await SendAsync(sentMeanwhile);
            var result = await connection.Transport.Input.ReadAtLeastAsync(length).AsTask().WaitAsync(Limit);
            left = Encoding.ASCII.GetString(result.Buffer);
        });
        return left;
    }

    /// <summary>What went through the pipe to the client.</summary>
    public async Task<string> WrittenAsync() =>
        Encoding.ASCII.GetString((await _toClient.Reader.ReadAsync()).Buffer);

    public async ValueTask DisposeAsync()
    {
        CloseRequested.Dispose();
        await _connection.DisposeAsync();
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;

    private sealed class Registered(IActorRef channels) : IRequiredActor<ChannelRegistryActor>
    {
        public IActorRef ActorRef => channels;

        public Task<IActorRef> GetAsync(CancellationToken cancellationToken = default) =>
            Task.FromResult(channels);
    }

    private sealed class Closing(CancellationToken requested) : IConnectionLifetimeNotificationFeature
    {
        public CancellationToken ConnectionClosedRequested { get; set; } = requested;

        public void RequestClose()
        {
        }
    }
}
