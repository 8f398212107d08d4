using System.Text;
using Broker.Actors.Cluster;
using Broker.Actors.Delivery;
using Broker.Actors.Naming;
using static Broker.Actors.Connections.ConnectionProtocol;
using static Broker.Actors.Naming.NameProtocol;

namespace Broker.Actors.Connections;

/// <summary>
/// Starts connections, keeps their names unique and their number bounded. It closes them: the largest
/// outboxes when memory is short, all of them when the process drains. In a cluster it speaks for the names
/// of its node.
/// </summary>
public sealed class ConnectionRegistryActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan NamesInterval = TimeSpan.FromMilliseconds(250);

    private readonly HashSet<IConnectionPort> _connections = [];
    private readonly ClientNames _names;
    private readonly Members? _members;
    private readonly TimeProvider _time;
    private readonly ConnectionSettings _settings;
    private readonly Props _connectionProps;
    private readonly OutboxBytesLimit _outboxBudget;
    private readonly List<IActorRef> _awaitingDrain = [];
    private CloseReason? _draining;
    private SpreadClose? _closing;

    public ConnectionRegistryActor(
        ConnectionDependencies surroundings, OutboxBytesLimit outboxBudget, SharedNames? names)
    {
        (_settings, _time, _outboxBudget) = (surroundings.Settings, surroundings.Time, outboxBudget);
        _connectionProps = ConnectionActor.PropsFor(surroundings);
        _members = names?.Members;
        _members?.Add(Self);
        _names = new ClientNames(names?.Buckets, Self, _time, Settle);
    }

    private enum Due { Names }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="surroundings">What connections work with.</param>
    /// <param name="outboxBudget">What their outboxes hold together.</param>
    /// <param name="names">What keeps names unique over nodes; null in one process.</param>
    public static Props PropsFor(
        ConnectionDependencies surroundings, OutboxBytesLimit outboxBudget, SharedNames? names = null) =>
        Props.Create(() => new ConnectionRegistryActor(surroundings, outboxBudget, names));

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
            default: OnNameMessage(message); break;
        }
    }

    // A crashed connection has lost its place in the conversation; its client must start over.
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void OnNameMessage(object message)
    {
        switch (message)
        {
            case Claimed m: _names.Take(m); break;
            case ClaimRefused m: _names.Take(m); break;
            case ListNames m: _names.Take(m); break;
            case CheckName m: _names.Take(m); break;
            case NamesLost m: Lose(m); break;
            case Due.Names: _names.Tick(); TickNames(); break;
            default: if (_members?.TryTake(message) is not true) Unhandled(message); break;
        }
    }

    private void Admit(Connect connect, IActorRef sender)
    {
        if (ReasonAgainst(connect.Name) is { } reason) sender.Tell(new Refused(reason));
        else if (connect.Name is null) sender.Tell(Start(connect.Port, name: null));
        else Name(connect, connect.Name, sender);
    }

    // Null: it may come in, under its name if it has one.
    private CloseReason? ReasonAgainst(string? name) =>
        _draining is not null ? _draining
        : _connections.Count + _names.Waiting >= _settings.ConnectionsMax ? CloseReason.Refused
        : name is not null && !IsValid(name) ? CloseReason.InvalidName
        : null;

    private void Name(Connect connect, string name, IActorRef sender)
    {
        _names.Take(new NamedConnect(
            sender, connect.Port, name, connect.User, IsRandom: name.Length == 0, _time.GetTimestamp()));
        TickNames();
    }

    private void Settle(NamedConnect client, CloseReason? reason)
    {
        if (reason is null) client.Gateway.Tell(Start(client.Port, client.Name));
        else client.Gateway.Tell(new Refused(reason));
    }

    // Connections know their names, and their registry does not know which connection has one.
    private void Lose(NamesLost lost)
    {
        _names.Take(lost);
        foreach (var connection in Context.GetChildren()) connection.Tell(lost);
    }

    private void TickNames()
    {
        if (_names.IsBusy && !Timers.IsTimerActive(Due.Names))
            Timers.StartSingleTimer(Due.Names, Due.Names, NamesInterval);
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
        if (ended.Name.Length > 0) Free(ended.Name);
        ended.Port.Ended();
        if (_connections.Count > 0) return;

        Timers.Cancel(Beat.Instance);
        AnswerDrained();
    }

    private void Free(string name)
    {
        _names.Free(name);
        TickNames();
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
        _names.RefuseAll(drain.Reason);
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

    private bool IsValid(string name) =>
        Encoding.UTF8.GetByteCount(name) <= _settings.NameBytesMax && !name.Any(char.IsControl);
}
