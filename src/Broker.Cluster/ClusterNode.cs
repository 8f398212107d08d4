using System.Collections.Concurrent;
using System.Security.Cryptography;
using Akka.Actor.Setup;

using Akka.Configuration;
using Broker.Actors.Cluster;
using Broker.Cluster.Joining;
using Broker.Cluster.Leases;
using Broker.Cluster.Postgres;
using Broker.Cluster.Security;
using Broker.Cluster.Sharding;
using Broker.Cluster.Status;
using Microsoft.Extensions.Logging;
using AkkaCluster = Akka.Cluster.Cluster;

namespace Broker.Cluster;

/// <summary>
/// One process as a node of a cluster. It is opened before the actor system, to which it gives configuration
/// and set-up, joins when the system and its shard regions are there, and is closed after the system ended.
/// </summary>
public sealed class ClusterNode : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly ClusterSettings _settings;
    private readonly ClusterDatabase? _database;
    private readonly LeaseTimes _times;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly string _agreed;
    private readonly NodeLease _majority;
    private readonly Contact _contact;
    private readonly ConcurrentDictionary<string, IActorRef> _regions = new();
    private AkkaCluster? _cluster;
    private NodeRenewal? _renewal;

    private ClusterNode(
        ClusterSettings settings,
        long id,
        long publicationBytesMax,
        NodeTls tls,
        ClusterDatabase? database,
        LeaseTimes times,
        TimeProvider time,
        ILogger logger)
    {
        (_settings, _database, _times, _time, _logger) = (settings, database, times, time, logger);
        Id = id;
        Lease = database is null ? null : new NodeLease(() => BootClock.Now, times.Validity);
        _majority = new NodeLease(() => BootClock.Now, times.Validity);
        _contact = new Contact(() => BootClock.Now, times.Validity);
        Leases = new HomeLease(Lease, _majority);
        Config = ClusterConfig.Of(settings, publicationBytesMax);
        Setups = database is null
            ? [tls.Setup]
            : [tls.Setup, new ClusterSetup(database.Nodes, Id, time, logger)];
        _agreed = $"shards={settings.Shards}, frame={ClusterConfig.FrameBytesMax(publicationBytesMax)}, "
            + $"secret={tls.Fingerprint ?? "none"}";
    }

    /// <summary>
    /// Random for each start of a process. A session of the store says <c>SET broker.node</c> with it.
    /// </summary>
    public long Id { get; }

    /// <summary>What goes before the actor system's own configuration.</summary>
    public Config Config { get; }

    /// <summary>What the actor system's bootstrap takes.</summary>
    public IReadOnlyList<Setup> Setups { get; }

    /// <summary>Null without PostgreSQL.</summary>
    public NodeLease? Lease { get; }

    /// <summary>Under which the homes of this node store and accept.</summary>
    public IHomeLease Leases { get; }

    /// <summary>
    /// Whether new clients are well served here. A node that cannot store is ready as long as no other can.
    /// </summary>
    public bool IsReady =>
        _cluster?.SelfMember.Status is Akka.Cluster.MemberStatus.Up
        && !_ended.IsCancellationRequested
        && Leases.MayAccept
        && (Leases.MayStore || !_contact.OthersHaveLease);

    /// <summary>Whether this node does what one does for all. Safe from any thread.</summary>
    public bool IsOldest => _cluster is { } cluster && cluster.SelfMember.Equals(Oldest.Of(cluster.State));

    /// <summary>Members that are up, as this node sees them. Safe from any thread.</summary>
    public int MembersUp =>
        _cluster?.State.Members.Count(member => member.Status is Akka.Cluster.MemberStatus.Up) ?? 0;

    /// <summary>Members that do not answer, as this node sees them. Safe from any thread.</summary>
    public int MembersUnreachable => _cluster?.State.Unreachable.Count ?? 0;

    /// <summary>HOST:PORT for other nodes; null before it joins. Safe from any thread.</summary>
    public string? Address => _cluster is { } cluster ? StatusReader.Shown(cluster.SelfAddress) : null;

    /// <summary>
    /// Cancelled when the others go on without this node: the process must start again to join them.
    /// </summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>For <see cref="Id"/>.</summary>
    public static long NewId() => BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));

    /// <param name="id">One of <see cref="NewId"/>.</param>
    /// <param name="postgres">The store's database, whose tables are there; empty without one.</param>
    /// <param name="publicationBytesMax">The largest content that a client may publish.</param>
    /// <exception cref="ClusterException">The database or a certificate cannot be used.</exception>
    public static Task<ClusterNode> OpenAsync(
        ClusterSettings settings,
        long id,
        string postgres,
        long publicationBytesMax,
        TimeProvider time,
        ILogger<ClusterNode> logger) =>
        OpenAsync(settings, postgres, publicationBytesMax, LeaseTimes.Default, time, logger, id);

    internal static async Task<ClusterNode> OpenAsync(
        ClusterSettings settings,
        string postgres,
        long publicationBytesMax,
        LeaseTimes times,
        TimeProvider time,
        ILogger logger,
        long? id = null)
    {
        var tls = NodeTls.Of(settings);
        var database = settings.Discovery is Discovery.Postgres
            ? await ClusterDatabase.OpenAsync(postgres, times, CancellationToken.None)
            : null;
        return new ClusterNode(
            settings, id ?? NewId(), publicationBytesMax, tls, database, times, time, logger);
    }

    /// <summary>
    /// Starts this node's regions, before it joins. When one of them stops for good the node has to start
    /// again.
    /// </summary>
    public StartEntities EntitiesIn(ActorSystem system) => (name, kind) =>
    {
        var region = _regions[name] = ShardRegions.Start(system, name, kind, _settings.Shards);
        system.ActorOf(
            RegionWatchActor.PropsFor(region, () => EndUnlessStopping(system, name)), $"{name}-watch");
        return region;
    };

    /// <summary>What this node knows of the cluster.</summary>
    public Task<ClusterStatus> ReadStatusAsync(ActorSystem system, CancellationToken cancellation) =>
        new StatusReader(AkkaCluster.Get(system), _database?.Nodes, _regions).ReadAsync(cancellation);

    /// <summary>Has actors meet those of their name on the other nodes.</summary>
    /// <param name="since">
    /// The <see cref="WireVersion"/> with which they began to talk to each other. They meet none on nodes of
    /// an earlier one, though these may have an actor of the same name.
    /// </param>
    /// <param name="locals">Below <c>/user</c>; they are told what <see cref="MemberProtocol"/> has.</param>
    public static void Introduce(ActorSystem system, int since, params IReadOnlyList<IActorRef> locals)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(locals);
        foreach (var local in locals)
            system.ActorOf(PeersActor.PropsFor(local, since), $"{local.Path.Name}-peers");
    }

    /// <summary>Completes when this node is a member.</summary>
    /// <exception cref="ClusterException">It can never be one.</exception>
    public async Task JoinAsync(ActorSystem system, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(system);
        var cluster = _cluster = AkkaCluster.Get(system);
        var shutdown = CoordinatedShutdown.Get(system);
        cluster.RegisterOnMemberRemoved(() => EndUnlessStopping(system, region: null));
        system.ActorOf(
            MajorityActor.PropsFor(_majority, Leases, _contact, _times.Interval), MajorityActor.Name);
        if (_database is null)
        {
            await cluster.JoinSeedNodesAsync(
                _settings.SeedNodes.Select(node => SeedOf(cluster.SelfAddress, node)), cancellation);
            return;
        }

        var renewal = Renew(cluster, _database.Nodes);
        system.ActorOf(MembershipActor.PropsFor(renewal), "membership");
        LeaveBefore(shutdown, renewal);
        renewal.Ended.Register(() => cluster.Down(cluster.SelfAddress));
        renewal.Start();
        await new TableJoin(cluster, _database.Nodes, renewal, _times.Ttl, _time, _logger)
            .RunAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_renewal is not null) await _renewal.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
        _ended.Dispose();
    }

    private void EndUnlessStopping(ActorSystem system, string? region)
    {
        if (CoordinatedShutdown.Get(system).ShutdownReason is not null) return;

        if (region is not null && !_ended.IsCancellationRequested) Log.RegionStopped(_logger, region);
        _ended.Cancel();
    }

    private static Address SeedOf(Address self, NodeAddress node) =>
        self.WithHost(node.Host).WithPort(node.Port);

    // Others do not join a node that hands its homes over. Its lease holds until none of them is left.
    private static void LeaveBefore(CoordinatedShutdown shutdown, NodeRenewal renewal)
    {
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeClusterShutdown, "cluster-table-leaving", async () =>
        {
            renewal.State = NodeState.Leaving;
            await renewal.RenewAsync();
            return Akka.Done.Instance;
        });
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterShutdown, "cluster-table-ended", async () =>
        {
            await renewal.LeaveAsync();
            return Akka.Done.Instance;
        });
    }

    private NodeRenewal Renew(AkkaCluster cluster, NodeTable nodes)
    {
        var self = cluster.SelfUniqueAddress;
        return _renewal = new NodeRenewal(
            nodes, new NodeIdentity(Id, self.Address.ToString(), self.Uid, _agreed), Lease!, _times.Interval,
            _time, _logger);
    }
}
