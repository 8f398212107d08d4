using Broker.Benchmarks.Kit;
using Broker.History;

namespace Broker.Auction.Benchmarks;

/// <summary>The one account of a benchmark.</summary>
internal static class Accounts
{
    private const string Name = "bench";

    public static async Task<AuctionClient> SignUpAsync(Server server)
    {
        await new AuctionClient(server.NewHttp(), Name).SignUpAsync();
        return await LogInAsync(server);
    }

    public static async Task<AuctionClient> LogInAsync(Server server)
    {
        var client = new AuctionClient(server.NewHttp(), Name);
        return await client.LogInAsync() ? client : throw new InvalidOperationException("no account");
    }
}
