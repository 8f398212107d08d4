using Akka.Cluster;
using Broker.Actors.Cluster;
using static Broker.Actors.Cluster.HeartbeatProtocol;
using AkkaCluster = Akka.Cluster.Cluster;

namespace Broker.Cluster.Leases;

/// <summary>
/// Asks all members with each interval whether they are there, and renews a lease with the moment from which
/// on a majority of them has answered. A node answers only those that it knows as members. It lives as long
/// as the process.
/// </summary>
internal sealed class MajorityActor : UntypedActor, IWithTimers
{
    /// <summary>The same on all nodes, which find each other by it.</summary>
    public const string Name = "majority";

    private readonly AkkaCluster _cluster = AkkaCluster.Get(Context.System);
    private readonly MajorityAnswers _answers = new();
    private readonly NodeLease _lease;
    private readonly IHomeLease _leases;
    private readonly Contact _contact;
    private readonly TimeSpan _interval;

    public MajorityActor(NodeLease lease, IHomeLease leases, Contact contact, TimeSpan interval) =>
        (_lease, _leases, _contact, _interval) = (lease, leases, contact, interval);

    public ITimerScheduler Timers { get; set; } = null!;

    private IEnumerable<Member> Members => _cluster.State.Members.Where(member => IsMember(member.Status));

    /// <param name="lease">Renewed while the majority answers.</param>
    /// <param name="leases">What other nodes are told of.</param>
    /// <param name="contact">Told of the leases of others.</param>
    public static Props PropsFor(
        NodeLease lease, IHomeLease leases, Contact contact, TimeSpan interval) =>
        Props.Create(() => new MajorityActor(lease, leases, contact, interval));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tick: AskAll(); break;
            case Heartbeat m: Answer(m); break;
            case HeartbeatAnswer m: Take(m); break;
            default: Unhandled(message); break;
        }
    }

    protected override void PreStart() =>
        Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TimeSpan.Zero, _interval);

    private void AskAll()
    {
        var self = _cluster.SelfUniqueAddress;
        var now = _lease.Now;
        foreach (var member in Members)
        {
            if (member.UniqueAddress.Equals(self)) continue;
            OnNode(member.Address).Tell(new Heartbeat(Self, self.Uid, now.Ticks), ActorRefs.NoSender);
        }
        Take(self, now);
    }

    private void Answer(Heartbeat m)
    {
        var asker = NodeOf(m.From, m.Uid);
        if (Members.Any(member => member.UniqueAddress.Equals(asker)))
            m.From.Tell(
                new HeartbeatAnswer(
                    Self, _cluster.SelfUniqueAddress.Uid, m.SentAt, _leases.MayStore),
                ActorRefs.NoSender);
    }

    private void Take(HeartbeatAnswer m)
    {
        if (m.HasLease) _contact.HasLease();
        Take(NodeOf(m.From, m.Uid), new TimeSpan(m.SentAt));
    }

    private void Take(UniqueAddress node, TimeSpan sentAt)
    {
        _answers.Add(node, sentAt);
        if (_answers.Since([.. Members.Select(member => (member.UniqueAddress, member.Status))]) is { } since)
            _lease.Renewed(since);
    }

    private static bool IsMember(MemberStatus status) =>
        status is MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up or MemberStatus.Leaving;

    private static UniqueAddress NodeOf(IActorRef actor, int uid) => new(actor.Path.Address, uid);

    private static IActorRef OnNode(Address address) => ((ExtendedActorSystem)Context.System).Provider
        .ResolveActorRef(new RootActorPath(address) / "user" / Name);

    private sealed record Tick : INoSerializationVerificationNeeded
    {
        public static readonly Tick Instance = new();
    }
}
