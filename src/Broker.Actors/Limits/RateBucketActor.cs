using System.Globalization;
using Broker.Actors.Cluster;
using static Broker.Actors.Cluster.EntityProtocol;
using static Broker.Actors.Limits.RateProtocol;

namespace Broker.Actors.Limits;

/// <summary>
/// The home of one bucket of limited keys (<see cref="RateHome"/>). It stores nothing. It lives until its
/// shard moves.
/// </summary>
public sealed class RateBucketActor : UntypedActor, IWithTimers
{
    private const int HeldMax = 10_000;

    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(250);

    private readonly RateHome _home;

    public RateBucketActor(Members members, IHomeLease lease, TimeProvider time)
    {
        var bucket = int.Parse(EntityName.IdOf(Self), CultureInfo.InvariantCulture);
        _home = new RateHome(Self, bucket, members, lease, time);
    }

    private enum Due { Tick }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>For the parent of all buckets.</summary>
    /// <param name="members">The rate keepers of all nodes.</param>
    /// <param name="lease">Of this node.</param>
    public static EntityKind KindFor(Members members, IHomeLease lease, TimeProvider time)
    {
        var props = Props.Create(() => new RateBucketActor(members, lease, time));
        return new EntityKind(
            message => message is IRateCommand command ? Buckets.IdOf(command.Bucket) : null,
            _ => props,
            Buckets.Count,
            HeldMax,
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
            case Take m: _home.Take(m); break;
            case RatesKnown m: _home.Take(m); break;
            case Due.Tick: _home.Tick(); break;
            case StopEntity: Context.Stop(Self); break;
            default: Unhandled(message); break;
        }
    }
}
