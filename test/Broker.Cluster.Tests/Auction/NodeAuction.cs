using Broker.Actors.Auction;
using Broker.Actors.Channels;
using Broker.Actors.Cluster;
using Broker.Actors.Delivery;
using Broker.Actors.Ids;
using Broker.Actors.Users;
using Broker.Cluster.Leases;
using Broker.Cluster.Tests.Kit;
using static Broker.Actors.Auction.AuctionProtocol;

namespace Broker.Cluster.Tests.Auction;

/// <summary>The auction of one node, its ids and its used tokens, started as the host does.</summary>
internal sealed class NodeAuction
{
    // The first use of the store loads code, on all nodes of this process at one time.
    private const string Patient = "akka.cluster.failure-detector.acceptable-heartbeat-pause = 3s";

    private static readonly LeaseTimes Times = new(
        Ttl: TimeSpan.FromSeconds(4),
        Validity: TimeSpan.FromSeconds(3),
        Interval: TimeSpan.FromMilliseconds(200));

    // What is lost with a node is never answered.
    private static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(30);

    /// <param name="node">Started with a store; it has not joined yet.</param>
    /// <param name="listInterval">Until other nodes and the table have a change.</param>
    public NodeAuction(TestNode node, TimeSpan listInterval)
    {
        var (start, lease, store) = (node.Node.EntitiesIn(node.System), node.Node.Leases, node.Store!);
        var nodes = new NodeActors { Publisher = ActorRefs.Nobody };
        var dependencies = new AuctionDependencies(
            store.Generation, store.Auction, nodes, new PendingBytesLimit(long.MaxValue), new NoWire(),
            SettingsWith(listInterval), TimeProvider.System)
        {
            Lease = lease,
        };
        Node = node;
        Front = node.System.ActorOf(AuctionActor.PropsFor(dependencies, start), "auction");
        Ids = start("ids", IdAllocatorActor.KindFor(store.Generation, new IdSettings(10, 10_000), lease));
        Tokens = start("token-uses", TokenUseActor.KindFor(
            store.Generation, new TokenUseSettings(10_000, 10_000), TimeProvider.System, lease));
        ClusterNode.Introduce(node.System, WireVersion.First, Front);
    }

    public TestNode Node { get; }

    public IActorRef Front { get; }

    public IActorRef Ids { get; }

    public IActorRef Tokens { get; }

    public static async Task<NodeAuction> StartAsync(string database, TimeSpan listInterval)
    {
        var node = await TestNode.StartAsync(database, more: Patient, times: Times, stores: true);
        var auction = new NodeAuction(node, listInterval);
        await auction.Node.JoinAsync();
        return auction;
    }

    /// <summary>Asks what may be asked again until it is answered.</summary>
    public async Task<T> AnswerAsync<T>(object request)
    {
        for (var tries = 20; ; tries--)
        {
            var answer = await TryAsync(request);
            if (answer is T found) return found;

            Assert.True(tries > 0, $"{request} is answered {answer ?? "nothing"}");
        }
    }

    /// <summary>The answer to what is asked once, while no node dies.</summary>
    public Task<object> AskAsync(object request) => Front.Ask<object>(request, AnswerTimeout);

    /// <summary>Null where there is no answer, because a node died.</summary>
    public async Task<object?> TryAsync(object request)
    {
        try
        {
            return await Front.Ask<object>(request, LostAfter);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    public async Task<IReadOnlyList<Offer>> ListAsync() => (await AnswerAsync<Offers>(
        new ListOffers(OfferSort.Title, Descending: false, Page: 0, Size: 1_000))).Page;

    /// <summary>Waits until the list is this.</summary>
    public Task ListsAsync(IEnumerable<Offer> offers) => Eventually.AssertAsync(async () =>
        Assert.Equal(offers.OrderBy(offer => offer.Title, StringComparer.Ordinal), await ListAsync()));

    public async Task<Offer> OfferAsync(string title) => Assert.IsType<OfferFound>(await AskAsync(
        new CreateOffer("ann", 1, title, "", TimeSpan.Zero, GoLive: null))).Offer;

    private static AuctionSettings SettingsWith(TimeSpan listInterval) => new(
        OffersMax: 1_000, BidsPerOfferMax: 100_000, AccountsMax: 1_000, AliveMax: 1_000,
        IdleTimeout: TimeSpan.FromMinutes(1), WaitingMax: 10_000, BatchMax: 500, listInterval, RelistMax: 64,
        SnapshotAfter: 10_000, UsernameBytesMax: 255, TitleBytesMax: 1024, PhotoUrlBytesMax: 2048);

    private sealed class NoWire : IAuctionEventEncoder
    {
        public ReadOnlyMemory<byte> Encode(Happened happened) => default;
    }
}
