using Akka.Cluster;
using static Akka.Cluster.ClusterEvent;
using static Broker.Actors.Cluster.MemberProtocol;
using AkkaCluster = Akka.Cluster.Cluster;

namespace Broker.Cluster.Joining;

/// <summary>
/// Finds the actor of one name on every other member whose version has it, and tells the one of this node
/// when it is met and when its node is gone. It asks again until it is answered. It lives as long as the
/// process.
/// </summary>
internal sealed class PeersActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly AkkaCluster _cluster = AkkaCluster.Get(Context.System);
    private readonly Dictionary<UniqueAddress, IActorRef?> _members = [];
    private readonly IActorRef _local;
    private readonly int _since;

    public PeersActor(IActorRef local, int since) => (_local, _since) = (local, since);

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props PropsFor(IActorRef local, int since) =>
        Props.Create(() => new PeersActor(local, since));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case CurrentClusterState m: LookAtAll(m); break;
            case MemberRemoved m: Lose(m.Member.UniqueAddress); break;
            // A node knows the others before it is up.
            case MemberUp m when IsSelf(m.Member.UniqueAddress): Count(); break;
            case IMemberEvent m: Look(m.Member); break;
            case ActorIdentity m: Meet(m); break;
            case Tick: AskAll(); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PreStart() => _cluster.Subscribe(
        Self, SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(IMemberEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    // One by one, this node could come first and there would seem to be no other.
    private void LookAtAll(CurrentClusterState m)
    {
        foreach (var member in m.Members) Add(member);
        var isUp = m.Members.Any(member => member.Status is MemberStatus.Up && IsSelf(member.UniqueAddress));
        if (isUp || _members.Count > 0) Count();
    }

    private void Look(Member member)
    {
        if (Add(member)) Count();
    }

    private bool Add(Member member)
    {
        var node = member.UniqueAddress;
        if (IsSelf(node) || !member.Understands(_since) || !_members.TryAdd(node, null)) return false;

        Ask(node);
        return true;
    }

    private bool IsSelf(UniqueAddress node) => node.Equals(_cluster.SelfUniqueAddress);

    // The uid alone says which member: an int crosses nodes without a serializer of its own.
    private void Meet(ActorIdentity m)
    {
        if (m.Subject is not { } peer || m.MessageId is not int uid) return;

        var node = new UniqueAddress(peer.Path.Address, uid);
        if (!_members.TryGetValue(node, out var known) || known is not null) return;

        _members[node] = peer;
        _local.Tell(new MemberMet(peer));
        Count();
    }

    private void Lose(UniqueAddress node)
    {
        if (!_members.Remove(node, out var peer)) return;

        if (peer is not null) _local.Tell(new MemberLost(peer));
        Count();
    }

    private void AskAll()
    {
        foreach (var (node, peer) in _members)
            if (peer is null) Ask(node);
    }

    private void Ask(UniqueAddress node) => Context
        .ActorSelection(new RootActorPath(node.Address) / "user" / _local.Path.Name)
        .Tell(new Identify(node.Uid));

    private void Count()
    {
        var unmet = _members.Values.Count(peer => peer is null);
        _local.Tell(new MembersUnmet(unmet));
        if (unmet == 0) Timers.Cancel(Tick.Instance);
        else if (!Timers.IsTimerActive(Tick.Instance))
            Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, Interval);
    }

    private sealed record Tick : INoSerializationVerificationNeeded
    {
        public static readonly Tick Instance = new();
    }
}
