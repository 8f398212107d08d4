using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;
using static Broker.Actors.Cluster.MemberProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// The only receiver of what homes and other nodes send to this node: results and contents go on to the
/// publisher, with the local channel that they are for as the sender. It reads histories for those who do not
/// subscribe, and confirms to other nodes. It lives as long as the process.
/// </summary>
public sealed class NodeActor : UntypedActor, IWithTimers
{
    private const int ConfirmBytesMax = 256 * 1024;

    // 2,000 a second: a home that publishers wake calls the roll, and does not wait for this.
    private const int LostAtOnceMax = 100;

    private static readonly TimeSpan ConfirmInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LostInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan CallInterval = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(5);

    private readonly HomeDependencies _around;
    private readonly Dictionary<long, (LocalRoom Room, ChannelName Channel)> _byId = [];
    private readonly Confirmations _confirmations = new(ConfirmBytesMax);
    private readonly NodeReads _reads;
    private readonly NodePeers _peers;
    // Of the ids in the first table; null until another node asks.
    private Dictionary<ChannelName, long>? _byChannel;

    public NodeActor(HomeDependencies around) =>
        (_around, _reads, _peers) = (around, new NodeReads(around), new NodePeers(around));

    private enum Due { Confirm, Read, Renew, Call, Lose }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(HomeDependencies around) => Props.Create(() => new NodeActor(around));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Batch m: PassOn(m); break;
            case PublishResults m: _around.Nodes.Publisher.Tell(m, ActorRefs.Nobody); break;
            case Attached m: PassOn(m); break;
            case HistoryPage m when _reads.Take(m): break;
            case HistoryRefused m when _reads.Take(m): break;
            case IAttachmentMessage m: PassOn(m); break;
            case RegisterAttachment m: Add(m); break;
            case UnregisterAttachment m: Remove(m.Id); break;
            case ReadChannel m: Read(m); break;
            case HandedOver m: Confirm(m); break;
            case Confirm m: foreach (var one in m.Attachments) _around.Nodes.Homes.Tell(one); break;
            case Due m: Do(m); break;
            default: OnPeerMessage(message); break;
        }
    }

    // What it knew is gone with it: the local channels attach anew, to its successor.
    protected override void PreRestart(Exception reason, object message)
    {
        foreach (var (id, known) in _byId)
            known.Room.Local.Tell(new AttachAgain(id), ActorRefs.NoSender);
        base.PreRestart(reason, message);
    }

    protected override void PostStop() => _reads.RefuseAll();

    private void OnPeerMessage(object message)
    {
        switch (message)
        {
            case MemberMet m: Meet(m.Member); break;
            case MemberLost m: Lose(m); break;
            case MembersUnmet m: _around.Nodes.Unmet = m.Count; break;
            case Serving m: _peers.Serve(m); break;
            case Released m: _peers.Release(m); break;
            case CallRoll m: if (_peers.Call(m.Channel, Sender)) Once(Due.Call, CallInterval); break;
            case WhoHas m: Answer(m); break;
            case None m: _peers.Take(m); break;
            case Renew m: _peers.Take(m); break;
            default: Unhandled(message); break;
        }
    }

    private void Do(Due due)
    {
        switch (due)
        {
            case Due.Confirm: foreach (var peer in _confirmations.Peers) ConfirmTo(peer); break;
            case Due.Read: _reads.Retry(); if (_reads.IsEmpty) Timers.Cancel(Due.Read); break;
            case Due.Renew: _peers.Renew(); break;
            case Due.Call: _peers.AskWhoHas(); break;
            case Due.Lose: LoseSome(); break;
        }
    }

    private void Add(RegisterAttachment m)
    {
        _byId[m.Id] = (m.Room, m.Channel);
        if (_byChannel is not null) _byChannel[m.Channel] = m.Id;
    }

    private void Remove(long id)
    {
        _peers.Detached(id);
        if (!_byId.Remove(id, out var known) || _byChannel is null) return;

        // Its next attachment may be there already.
        if (_byChannel.TryGetValue(known.Channel, out var newest) && newest == id)
            _byChannel.Remove(known.Channel);
    }

    // Results are for the publisher, whoever listens. A home that does not know that the attachment has ended
    // learns it now.
    private void PassOn(Batch m)
    {
        var room = _byId.GetValueOrDefault(m.AttachId).Room;
        _around.Nodes.Publisher.Tell(new Arrived(m, room), ActorRefs.NoSender);
        if (room is null) Detach(m.Channel, m.AttachId);
    }

    private void PassOn(Attached m)
    {
        if (_byId.ContainsKey(m.AttachId))
        {
            _peers.Attached(m);
            PassOn((IAttachmentMessage)m);
        }
        else
        {
            Detach(m.Channel, m.AttachId);
        }
    }

    private void Detach(ChannelName channel, long attachId) =>
        _around.Nodes.Homes.Tell(new Detach(channel, attachId), ActorRefs.NoSender);

    private void PassOn(IAttachmentMessage m)
    {
        if (_byId.TryGetValue(m.AttachId, out var known)) _around.Nodes.Publisher.Tell(m, known.Room.Local);
        else if (m is HomeLost or Leaving) _around.Nodes.Publisher.Tell(m, ActorRefs.Nobody);
    }

    private void Read(ReadChannel m)
    {
        if (_reads.IsEmpty) Every(Due.Read, _around.Settings.RetryInterval);
        _reads.Begin(m, Sender);
    }

    private void Confirm(HandedOver m)
    {
        if (_confirmations.IsEmpty) Once(Due.Confirm, ConfirmInterval);
        if (_confirmations.Add(m.HomeNode, m.Confirmed, m.Bytes)) ConfirmTo(m.HomeNode);
    }

    private void ConfirmTo(IActorRef homeNode)
    {
        foreach (var confirm in _confirmations.Take(homeNode)) homeNode.Tell(confirm, ActorRefs.NoSender);
    }

    private void Meet(IActorRef peer)
    {
        if (peer.Equals(Self) || _around.Nodes.Peers.Contains(peer)) return;

        if (_around.Nodes.Peers.Count == 0) Every(Due.Renew, RenewInterval);
        _around.Nodes.Peers = [.. _around.Nodes.Peers, peer];
        _peers.Meet(peer);
    }

    private void Lose(MemberLost m)
    {
        _around.Nodes.Peers = [.. _around.Nodes.Peers.Where(peer => !peer.Equals(m.Member))];
        if (_around.Nodes.Peers.Count == 0) Timers.Cancel(Due.Renew);
        _peers.Lose(m.Member);
        _around.Nodes.Publisher.Tell(m, ActorRefs.NoSender);
        LoseSome();
    }

    private void LoseSome()
    {
        foreach (var lost in _peers.TakeLost(LostAtOnceMax)) PassOn(lost);
        if (_peers.HasLost) Once(Due.Lose, LostInterval);
    }

    // Its request goes to the home that asks. One that waits for an answer of this home, or has it, must not
    // attach anew: what the home sends meanwhile would be for an attachment that has ended.
    private void Answer(WhoHas m)
    {
        _byChannel ??= _byId.ToDictionary(one => one.Value.Channel, one => one.Key);
        var none = new List<ChannelName>();
        foreach (var channel in m.Channels)
        {
            if (_byChannel.TryGetValue(channel, out var id))
                _byId[id].Room.Local.Tell(RollCalled.Instance, ActorRefs.NoSender);
            else none.Add(channel);
        }
        m.Node.Tell(new None(Self, [.. none]), ActorRefs.NoSender);
    }

    private void Once(Due due, TimeSpan delay) => Timers.StartSingleTimer(due, due, delay);

    private void Every(Due due, TimeSpan interval) => Timers.StartPeriodicTimer(due, due, interval);
}
