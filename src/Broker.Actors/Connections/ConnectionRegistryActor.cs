using System.Security.Cryptography;
using System.Text;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Actors.Connections;

/// <summary>
/// Starts connections, keeps their names unique and their number bounded, and closes them: the largest
/// outboxes when memory is short, all of them when the process drains.
/// </summary>
public sealed class ConnectionRegistryActor : UntypedActor, IWithTimers
{
    private const int RandomNameDigits = 8;

    private readonly Dictionary<IActorRef, Entry> _connections = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly ConnectionSurroundings _surroundings;
    private readonly OutboxBudget _outboxBudget;
    private readonly List<IActorRef> _awaitingDrain = [];
    private CloseReason? _draining;
    private SpreadClose? _closing;

    public ConnectionRegistryActor(ConnectionSurroundings surroundings, OutboxBudget outboxBudget) =>
        (_surroundings, _outboxBudget) = (surroundings, outboxBudget);

    public ITimerScheduler Timers { get; set; } = null!;

    private ConnectionSettings Settings => _surroundings.Settings;

    public static Props PropsFor(ConnectionSurroundings surroundings, OutboxBudget outboxBudget) =>
        Props.Create(() => new ConnectionRegistryActor(surroundings, outboxBudget));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Connect m: Sender.Tell(Start(m)); break;
            case ConnectionEnded m: Forget(m.Connection); break;
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

    private object Start(Connect connect)
    {
        if (_draining is not null) return new Refused(_draining);
        if (_connections.Count >= Settings.ConnectionsMax) return new Refused(CloseReason.Refused);

        var name = connect.Name;
        if (name is { Length: 0 }) name = RandomName();
        if (name is not null)
        {
            if (!IsValid(name)) return new Refused(CloseReason.InvalidName);
            if (!_names.Add(name)) return new Refused(CloseReason.NameTaken);
        }

        var connection = Context.ActorOf(
            ConnectionActor.PropsFor(connect.Port, name ?? "", _surroundings));
        Context.WatchWith(connection, new ConnectionEnded(connection));
        _connections.Add(connection, new Entry(connect.Port, name));
        Count(connect.Port, 1);
        if (_connections.Count == 1)
            Timers.StartPeriodicTimer(Beat.Instance, Beat.Instance, Settings.BeatInterval);
        return new Connected(connection, name);
    }

    private void Forget(IActorRef connection)
    {
        if (!_connections.Remove(connection, out var entry)) return;

        Count(entry.Port, -1);
        if (entry.Name is not null) _names.Remove(entry.Name);
        entry.Port.Ended();
        if (_connections.Count > 0) return;

        Timers.Cancel(Beat.Instance);
        AnswerDrained();
    }

    private void Count(IConnectionPort port, int change) =>
        _outboxBudget.Metrics.Connections.Add(port.Encoding.Protocol, change);

    // One timer for all: an idle connection owns none.
    private void BeatAll()
    {
        foreach (var entry in _connections.Values) entry.Port.Beat();
    }

    private void CloseLargest()
    {
        var excess = _outboxBudget.Excess;
        var bySize = _connections.Values.Select(entry => (entry.Port, Bytes: entry.Port.Outbox.WaitingBytes));
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
        else
        {
            _closing = new SpreadClose(_connections.Keys, Settings.DrainAtOnceMax, drain.Within);
            CloseNext();
        }
    }

    private void CloseNext()
    {
        foreach (var (connection, reason) in _closing!.Next(_draining!))
            if (_connections.TryGetValue(connection, out var entry)) entry.Port.Close(reason);
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
        Encoding.UTF8.GetByteCount(name) <= Settings.NameBytesMax && !name.Any(char.IsControl);

    private readonly record struct Entry(IConnectionPort Port, string? Name);
}
