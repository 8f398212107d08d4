using Broker.Actors;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Actors.Telemetry;
using Broker.Cluster.Tests.Kit;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Cluster.Tests.Clients;

/// <summary>The gateway's end of one connection.</summary>
internal sealed class SpecClient : IConnectionPort
{
    private static readonly BrokerMetrics Metrics = new(TimeProvider.System);

    private readonly TaskCompletionSource<CloseReason> _closed =
        new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IActorRef Connection { get; private set; } = ActorRefs.Nobody;

    public string? Name { get; private set; }

    public Outbox Outbox { get; } = new(
        new NoSocket(),
        new OutboxSettings(long.MaxValue, long.MaxValue),
        new OutboxBytesLimit(long.MaxValue, () => { }, Metrics));

    public IWireEncoding Encoding { get; } = new NoEncoding();

    /// <summary>Why it was closed.</summary>
    public Task<CloseReason> Closed => _closed.Task.WaitAsync(TestNode.Patience);

    /// <summary>Asks a node to be let in.</summary>
    /// <returns>Null when it is, else why not.</returns>
    public async Task<CloseReason?> ConnectAsync(IActorRef registry, string name, string? user = null)
    {
        var answer = await registry.Ask<object>(new Connect(this, name) { User = user }, TestNode.Patience);
        if (answer is not Connected connected) return ((Refused)answer).Reason;

        (Connection, Name) = (connected.Connection, connected.Name);
        return null;
    }

    /// <summary>Its socket ends; its name is free then.</summary>
    public Task EndAsync()
    {
        Connection.Tell(Disconnect.Instance);
        return _ended.Task.WaitAsync(TestNode.Patience);
    }

    public ReadOnlyMemory<byte> Encode(Answer answer) => default;

    public void Send(ReadOnlySpan<Answer> answers)
    {
    }

    public void Completed(int requests)
    {
    }

    public void Beat()
    {
    }

    public void Close(CloseReason reason)
    {
        _closed.TrySetResult(reason);
        Connection.Tell(Disconnect.Instance);
    }

    public void Ended() => _ended.TrySetResult();

    private sealed class NoSocket : IOutboxTransport
    {
        public int TrySend(ReadOnlySpan<byte> bytes) => bytes.Length;

        public void ScheduleWriter()
        {
        }
    }

    private sealed class NoEncoding : IWireEncoding
    {
        public Protocol Protocol => Protocol.Chat;

        public void Encode(Publication publication, System.Buffers.IBufferWriter<byte> output)
        {
        }
    }
}
