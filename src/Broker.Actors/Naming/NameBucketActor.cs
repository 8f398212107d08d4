using System.Globalization;
using Broker.Actors.Cluster;
using static Broker.Actors.Cluster.EntityProtocol;
using static Broker.Actors.Naming.NameProtocol;

namespace Broker.Actors.Naming;

/// <summary>
/// The home of one bucket of client names: it decides which node's client has a name
/// (<see cref="NameHome"/>). It stores nothing. It lives until its shard moves.
/// </summary>
public sealed class NameBucketActor : UntypedActor, IWithTimers
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(250);

    private readonly NameHome _home;

    public NameBucketActor(Members members, IHomeLease lease, TimeProvider time)
    {
        var bucket = int.Parse(EntityName.IdOf(Self), CultureInfo.InvariantCulture);
        _home = new NameHome(Self, bucket, members, lease, time);
    }

    private enum Due { Tick }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>For the parent of all buckets.</summary>
    /// <param name="members">The connection registries of all nodes.</param>
    /// <param name="lease">Of this node.</param>
    public static EntityKind KindFor(Members members, IHomeLease lease, TimeProvider time)
    {
        var props = Props.Create(() => new NameBucketActor(members, lease, time));
        return new EntityKind(
            message => message is INameCommand command ? Buckets.IdOf(command.Bucket) : null,
            _ => props,
            Buckets.Count,
            NameHome.WaitingMax,
            // The node asks again.
            (_, _, _) => { })
        {
            Since = WireVersion.SharedFacts,
        };
    }

    protected override void PreStart()
    {
        _home.Tick();
        Timers.StartPeriodicTimer(Due.Tick, Due.Tick, TickInterval);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Claim m: _home.Take(m); break;
            case Release m: _home.Take(m); break;
            case NamesHeld m: _home.Take(m); break;
            case NameChecked m: _home.Take(m); break;
            case Due.Tick: _home.Tick(); break;
            case StopEntity: Context.Stop(Self); break;
            default: Unhandled(message); break;
        }
    }
}
