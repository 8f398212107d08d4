using System.Security.Cryptography;
using Broker.Cluster.Tests.Kit;
using static Broker.Actors.Ids.IdProtocol;
using static Broker.Actors.Users.TokenUseProtocol;

namespace Broker.Cluster.Tests.Auction;

/// <summary>Ids and used tokens on nodes that share a database.</summary>
[Collection(nameof(Clusters))]
public sealed class IdsAndTokensSpec : IAsyncLifetime
{
    // Of 10 that are stored at one time, so that the allocator stores again and again.
    private const int Block = 3;

    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(5);

    private readonly List<NodeAuction> _nodes = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var node in _nodes) await node.Node.DisposeAsync();
    }

    [SkippableFact]
    public async Task No_id_is_given_twice_whatever_node_gives_it_and_dies()
    {
        await StartAsync(nodes: 3);
        var given = new List<ulong>();
        await AllAllocateAsync(given);

        var dying = _nodes[0];
        _nodes.Remove(dying);
        var death = dying.Node.DisposeAsync();
        given.AddRange(await AllocateAsync());
        await death;
        await AllAllocateAsync(given);
        Assert.Equal(given.Count, given.Distinct().Count());
    }

    [SkippableFact]
    public async Task A_token_that_is_used_on_all_nodes_at_one_time_is_taken_once()
    {
        await StartAsync(nodes: 3);
        var expires = DateTimeOffset.UtcNow.AddMinutes(1);
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
        {
            var use = new UseToken(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), expires);
            return await Task.WhenAll(_nodes.Select(node => node.Tokens.Ask<object>(use, TestNode.Patience)));
        }));

        Assert.All(answers, of =>
        {
            Assert.Single(of.OfType<TokenUsed>());
            Assert.Equal(2, of.Count(answer => answer is TokenRefused { Reason: TokenRefusal.AlreadyUsed }));
        });
    }

    private async Task StartAsync(int nodes)
    {
        var database = await StoreDatabase.CreateAsync();
        _nodes.AddRange(await Task.WhenAll(Enumerable.Range(0, nodes)
            .Select(_ => NodeAuction.StartAsync(database, TimeSpan.FromMilliseconds(250)))));
        var all = _nodes.Select(node => node.Node).ToArray();
        foreach (var node in all) await node.SeesAsync(all);
    }

    // What is not answered in time may be given all the same: to no one.
    private Task AllAllocateAsync(List<ulong> given) => Eventually.AssertAsync(async () =>
    {
        var more = await AllocateAsync();
        given.AddRange(more);
        Assert.Equal(_nodes.Count * 20 * Block, more.Count);
    });

    private async Task<List<ulong>> AllocateAsync()
    {
        var answers = await Task.WhenAll(_nodes.SelectMany(node => Enumerable.Range(0, 20).Select(async _ =>
        {
            try
            {
                return await node.Ids.Ask<object>(new Allocate(Block), AnswerTimeout);
            }
            catch (AskTimeoutException)
            {
                return null;
            }
        })));
        return
        [
            .. answers.OfType<Allocated>().SelectMany(
                block => Enumerable.Range(0, block.Count).Select(number => block.First + (ulong)number)),
        ];
    }
}
