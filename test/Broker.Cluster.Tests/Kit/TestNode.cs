using Akka.Actor.Setup;
using Akka.Cluster;
using Akka.Configuration;
using Akka.Remote;
using Akka.Remote.Transport;
using Broker.Cluster.Joining;
using Broker.Cluster.Leases;
using Broker.Persistence;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using AkkaCluster = Akka.Cluster.Cluster;

namespace Broker.Cluster.Tests.Kit;

/// <summary>One node in this process, with times that are a tenth of those in use.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static readonly LeaseTimes Times = new(
        Ttl: TimeSpan.FromSeconds(1),
        Validity: TimeSpan.FromMilliseconds(750),
        Interval: TimeSpan.FromMilliseconds(100));

    private static readonly Config Fast = ConfigurationFactory.ParseString("""
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          coordinated-shutdown {
            exit-clr = off
            run-by-clr-shutdown-hook = off
            run-by-actor-system-terminate = off
          }
          cluster {
            gossip-interval = 50ms
            leader-actions-interval = 50ms
            unreachable-nodes-reaper-interval = 50ms
            periodic-tasks-initial-delay = 50ms
            seed-node-timeout = 500ms
            down-removal-margin = 50ms
            failure-detector {
              heartbeat-interval = 100ms
              acceptable-heartbeat-pause = 1s
              expected-response-after = 100ms
            }
            split-brain-resolver.stable-after = 300ms
            split-brain-resolver.lease-majority.acquire-lease-delay-for-minority = 200ms
            sharding.retry-interval = 100ms
            sharding.waiting-for-state-timeout = 300ms
            sharding.rebalance-interval = 500ms
            singleton.hand-over-retry-interval = 100ms
            distributed-data.gossip-interval = 100ms
            distributed-data.notify-subscribers-interval = 50ms
          }
        }
        """);

    private bool _hasEnded;
    private bool _isDisposed;

    private TestNode(ClusterNode node, EventStore? store, string more)
    {
        (Node, Store) = (node, store);
        node.Ended.Register(() => Volatile.Write(ref _hasEnded, true));
        var config = ConfigurationFactory.ParseString(more).WithFallback(Fast).WithFallback(node.Config);
        if (store is not null) config = config.WithFallback(store.Config);
        System = ActorSystem.Create("broker", ActorSystemSetup.Create([
            BootstrapSetup.Create().WithConfig(config), .. node.Setups, .. store?.Setups ?? []]));
        Cluster = AkkaCluster.Get(System);
    }

    public static ClusterSettings Settings { get; } = new(
        Discovery.Postgres, [], new NodeAddress("127.0.0.1", 0), Shards: 10,
        "a secret of specs that is long enough", Certificates: null);

    public ClusterNode Node { get; }

    /// <summary>Null on a node that stores nothing.</summary>
    public EventStore? Store { get; }

    /// <summary>Whether its process would start again.</summary>
    public bool HasEnded => Volatile.Read(ref _hasEnded);

    public ActorSystem System { get; }

    public AkkaCluster Cluster { get; }

    public string Address => Cluster.SelfAddress.ToString();

    public IEnumerable<string> Members =>
        Cluster.State.Members.Where(member => member.Status is MemberStatus.Up)
            .Select(member => member.Address.ToString());

    /// <param name="more">Configuration over that of specs.</param>
    public static async Task<TestNode> StartAsync(
        string postgres,
        ClusterSettings? settings = null,
        string more = "",
        LeaseTimes? times = null,
        ILogger? logger = null,
        bool stores = false)
    {
        var id = ClusterNode.NewId();
        var store = stores ? await StoreDatabase.OpenAsync(postgres, id) : null;
        var node = await ClusterNode.OpenAsync(
            settings ?? Settings, postgres, 1 << 20, times ?? Times, TimeProvider.System,
            logger ?? NullLogger.Instance, id);
        return new TestNode(node, store, more);
    }

    /// <summary>Starts several that join each other and those before.</summary>
    public static async Task<TestNode[]> StartAllAsync(
        string postgres, int count, string more = "", params TestNode[] before)
    {
        var nodes = await Task.WhenAll(
            Enumerable.Range(0, count).Select(_ => StartAsync(postgres, more: more)));
        await Task.WhenAll(nodes.Select(node => node.JoinAsync()));
        foreach (var node in nodes) await node.SeesAsync([.. before, .. nodes]);
        return nodes;
    }

    /// <summary>Starts several that find each other by their configuration.</summary>
    public static async Task<TestNode[]> StartWithoutStoreAsync(int count, string more = "")
    {
        NodeAddress[] seeds =
            [.. Enumerable.Range(0, count).Select(_ => new NodeAddress("127.0.0.1", FreePort.Next()))];
        var nodes = await Task.WhenAll(seeds.Select(seed => StartAsync("", Settings with
        {
            Discovery = Discovery.Config,
            SeedNodes = seeds,
            Node = seed,
        }, more)));
        await Task.WhenAll(nodes.Select(node => node.JoinAsync()));
        foreach (var node in nodes) await node.SeesAsync(nodes);
        return nodes;
    }

    /// <summary>For <see cref="CutFromAsync"/>: a transport that can lose everything.</summary>
    public const string Cuttable = "akka.remote.dot-netty.tcp.applied-adapters = [trttl]";

    /// <summary>From now on this node and the others send each other nothing.</summary>
    public Task CutFromAsync(params TestNode[] others) => ThrottleAsync(Blackhole.Instance, others);

    /// <summary>They send each other again what comes from now on.</summary>
    public Task HealAsync(params TestNode[] others) => ThrottleAsync(Unthrottled.Instance, others);

    public Task JoinAsync() => Node.JoinAsync(System, CancellationToken.None).WaitAsync(Patience);

    /// <summary>Waits until exactly these are up for this node.</summary>
    public Task SeesAsync(params TestNode[] nodes) => Eventually.AssertAsync(() =>
        Assert.Equal(nodes.Select(node => node.Address).Order(), Members.Order()));

    /// <summary>Hands over and leaves, as a process does on SIGTERM.</summary>
    public async Task LeaveAsync()
    {
        await CoordinatedShutdown.Get(System).Run(CoordinatedShutdown.ClrExitReason.Instance)
            .WaitAsync(Patience);
        await Node.DisposeAsync();
    }

    /// <summary>Ends without a word to anyone, as by <c>kill -9</c>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;

        await Node.DisposeAsync();
        await System.Terminate().WaitAsync(Patience);
        if (Store is not null) await Store.DisposeAsync();
    }

    private async Task ThrottleAsync(ThrottleMode mode, TestNode[] others)
    {
        var transport = ((IRemoteActorRefProvider)((ExtendedActorSystem)System).Provider).Transport;
        foreach (var other in others)
            Assert.True(await transport.ManagementCommand(new SetThrottle(
                other.Cluster.SelfAddress, ThrottleTransportAdapter.Direction.Both, mode)));
    }
}
