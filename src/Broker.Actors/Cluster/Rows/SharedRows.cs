using System.Text;
using static Broker.Actors.Cluster.MemberProtocol;
using static Broker.Actors.Cluster.Rows.RowProtocol;

namespace Broker.Actors.Cluster.Rows;

/// <summary>
/// Rows that each node has of its own and tells the others: changes four times a second, and all of them to a
/// node that is new or has missed some. An actor of the same name on each node holds them. It is made outside
/// of the actor, so that it outlives its restart.
/// </summary>
public sealed class SharedRows
{
    /// <summary>After which the others are told what has changed.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    // Of one node that does not confirm; past it that node is told all rows again.
    private const int WaitingMax = 10_000;

    // Two lengths and two flags.
    private const int RowOverheadBytes = 12;

    private readonly RowTails<string, Row> _tails;
    private readonly PeerRows _others;
    private IActorRef _self = ActorRefs.Nobody;
    private ITimerScheduler? _timers;

    /// <param name="own">The rows of this node.</param>
    /// <param name="changed">Told of each row of another node that is new, differs, or is gone.</param>
    public SharedRows(Func<IEnumerable<Row>> own, Action<IActorRef, Row> changed, TimeProvider time)
    {
        _others = new PeerRows(changed);
        _tails = new RowTails<string, Row>(WaitingMax, BytesOf, Send, time)
        {
            All = () => own().Select(row => KeyValuePair.Create(row.Key, row)),
        };
    }

    /// <summary>The actor that holds the rows starts.</summary>
    public void Start(IActorRef self, ITimerScheduler timers)
    {
        (_self, _timers) = (self, timers);
        SendSoon();
    }

    /// <summary>A row of this node is new, differs, or is gone.</summary>
    public void Change(Row row)
    {
        _tails.Add(row.Key, row);
        SendSoon();
    }

    /// <summary>Takes a message that is about rows.</summary>
    /// <returns>False for another message.</returns>
    public bool Receive(object message)
    {
        switch (message)
        {
            case MemberMet m when !m.Member.Equals(_self): Meet(m.Member); break;
            case MemberLost m: Lose(m.Member); break;
            case MembersUnmet: break;
            case TellRows m: if (_others.Take(m) is { } taken) m.From.Tell(taken, ActorRefs.NoSender); break;
            case RowsTaken m: _tails.Confirm(m.Number, m.HasMissed); break;
            case RowProtocol.Send: _tails.SendDue(); break;
            default: return false;
        }
        SendSoon();
        return true;
    }

    private void Meet(IActorRef peer)
    {
        _others.Meet(peer);
        _tails.Meet(peer);
    }

    private void Lose(IActorRef peer)
    {
        _tails.Lose(peer);
        _others.Lose(peer);
    }

    private void Send(IActorRef peer, RowPiece<Row> piece) => peer.Tell(
        new TellRows(_self, piece.Number, piece.IsFirst, piece.IsLast, piece.Rows), ActorRefs.NoSender);

    private void SendSoon()
    {
        if (_timers is { } timers && _tails.HasWork && !timers.IsTimerActive(RowProtocol.Send.Instance))
            timers.StartSingleTimer(RowProtocol.Send.Instance, RowProtocol.Send.Instance, Interval);
    }

    private static int BytesOf(Row row) =>
        RowOverheadBytes + Encoding.UTF8.GetByteCount(row.Key) + Encoding.UTF8.GetByteCount(row.Value ?? "");
}
