using System.Security.Cryptography;
using System.Text;
using Broker.Actors.Delivery;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Actors.Connections;

/// <summary>
/// Starts connections, keeps their names unique and their number bounded. It closes them: the largest
/// outboxes when memory is short, all of them when the process drains.
/// </summary>
public sealed class ConnectionRegistryActor : UntypedActor, IWithTimers
{
    private const int RandomNameDigits = 8;

    private readonly HashSet<IConnectionPort> _connections = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly ConnectionSettings _settings;
    private readonly Props _connectionProps;
    private readonly OutboxBytesLimit _outboxBudget;
    private readonly List<IActorRef> _awaitingDrain = [];
    private CloseReason? _draining;
    private SpreadClose? _closing;

    public ConnectionRegistryActor(ConnectionDependencies surroundings, OutboxBytesLimit outboxBudget)
    {
        (_settings, _outboxBudget) = (surroundings.Settings, outboxBudget);
        _connectionProps = ConnectionActor.PropsFor(surroundings);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="surroundings">What connections work with.</param>
    /// <param name="outboxBudget">What their outboxes hold together.</param>
    public static Props PropsFor(ConnectionDependencies surroundings, OutboxBytesLimit outboxBudget) =>
        Props.Create(() => new ConnectionRegistryActor(surroundings, outboxBudget));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Connect m: Admit(m, Sender); break;
            case ConnectionEnded m: Forget(m); break;
            case CountConnections: Sender.Tell(new ConnectionCount(_connections.Count)); break;
            case Beat: BeatAll(); break;
            case RelievePressure: CloseLargest(); break;
            case Drain m: BeginDrain(m); break;
            case CloseSome: CloseNext(); break;
            default: Unhandled(message); break;
        }
    }

    // A crashed connection has lost its place in the conversation; its client must start over.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void Admit(Connect connect, IActorRef sender)
    {
        var name = connect.Name is { Length: 0 } ? RandomName() : connect.Name;
        if (ReasonAgainst(name) is { } reason) sender.Tell(new Refused(reason));
        else sender.Tell(Start(connect.Port, name));
    }

    // Null: it may come in, under its name if it has one.
    private CloseReason? ReasonAgainst(string? name)
    {
        if (_draining is not null) return _draining;
        if (_connections.Count >= _settings.ConnectionsMax) return CloseReason.Refused;
        if (name is null) return null;
        if (!IsValid(name)) return CloseReason.InvalidName;
        return _names.Add(name) ? null : CloseReason.NameTaken;
    }

    private Connected Start(IConnectionPort port, string? name)
    {
        var connection = Context.ActorOf(_connectionProps);
        connection.Tell(new Open(port, name ?? ""));
        _connections.Add(port);
        Count(port, 1);
        if (_connections.Count == 1)
            Timers.StartPeriodicTimer(Beat.Instance, Beat.Instance, _settings.BeatInterval);
        return new Connected(connection, name);
    }

    private void Forget(ConnectionEnded ended)
    {
        _connections.Remove(ended.Port);
        Count(ended.Port, -1);
        if (ended.Name.Length > 0) _names.Remove(ended.Name);
        ended.Port.Ended();
        if (_connections.Count > 0) return;

        Timers.Cancel(Beat.Instance);
        AnswerDrained();
    }

    private void Count(IConnectionPort port, int change) =>
        _outboxBudget.Metrics.Connections.Add(port.Encoding.Protocol, change);

    // One timer for all: an idle connection owns none.
    private void BeatAll()
    {
        foreach (var port in _connections) port.Beat();
    }

    private void CloseLargest()
    {
        var excess = _outboxBudget.Excess;
        var bySize = _connections.Select(port => (Port: port, Bytes: port.Outbox.WaitingBytes));
        foreach (var (port, bytes) in bySize.Where(x => x.Bytes > 0).OrderByDescending(x => x.Bytes))
        {
            if (excess <= 0) break;
            excess -= bytes;
            port.Close(CloseReason.SlowConsumer);
            _outboxBudget.Metrics.FoundSlow();
        }
        _outboxBudget.Rearm();
    }

    private void BeginDrain(Drain drain)
    {
        _awaitingDrain.Add(Sender);
        _draining = drain.Reason;
        if (_connections.Count == 0) AnswerDrained();
        else BeginClosing(drain.Reason, drain.Within);
    }

    private void BeginClosing(CloseReason reason, TimeSpan within)
    {
        _closing = new SpreadClose(_connections, reason, _settings.DrainAtOnceMax, within);
        CloseNext();
    }

    private void CloseNext()
    {
        foreach (var (port, reason) in _closing!.Next())
            if (_connections.Contains(port)) port.Close(reason);
        if (!_closing.IsDone)
            Timers.StartSingleTimer(CloseSome.Instance, CloseSome.Instance, SpreadClose.StepInterval);
    }

    private void AnswerDrained()
    {
        foreach (var waiting in _awaitingDrain) waiting.Tell(Drained.Instance);
        _awaitingDrain.Clear();
    }

    private string RandomName()
    {
        string name;
        do name = $"guest-{RandomNumberGenerator.GetHexString(RandomNameDigits, lowercase: true)}";
        while (_names.Contains(name));
        return name;
    }

    private bool IsValid(string name) =>
        Encoding.UTF8.GetByteCount(name) <= _settings.NameBytesMax && !name.Any(char.IsControl);
}
