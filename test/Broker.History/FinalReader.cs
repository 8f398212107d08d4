namespace Broker.History;

/// <summary>Asks for all that is there, when nobody changes it any more.</summary>
public static class FinalReader
{
    private const int PageSize = 100;

    /// <param name="client">One that is logged in.</param>
    /// <param name="steps">What was answered: these offers and accounts are asked for, listed or not.</param>
    public static async Task<FinalState> ReadAsync(AuctionClient client, IReadOnlyCollection<Step> steps)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(steps);
        var listed = await ListAsync(client);
        var offers = new List<StoredOffer>();
        var bids = new Dictionary<string, IReadOnlyList<StoredBid>>();
        var answered = steps.OfType<Step.Offer>().Select(one => one.OfferId).OfType<string>();
        foreach (var id in listed.Select(offer => offer.Id).Union(answered))
        {
            var reply = await client.SendAsync(HttpMethod.Get, $"/v1/offer/{id}");
            if (reply.IsUnknown) continue;

            offers.Add(AuctionClient.ReadOffer(Checked(reply).Json));
            bids[id] = ReadBids(Checked(await client.SendAsync(HttpMethod.Get, $"/v1/offer/{id}/bids")));
        }
        return new FinalState(listed, offers, bids, await LogInAsync(client, steps));
    }

    private static async Task<HashSet<string>> LogInAsync(AuctionClient client, IEnumerable<Step> steps)
    {
        var known = new HashSet<string>();
        foreach (var one in steps.OfType<Step.SignUp>().Where(one => one.Outcome == Outcome.Done))
            if (await client.As(one.Username).LogInAsync()) known.Add(one.Username);
        return known;
    }

    // They come highest first.
    private static IReadOnlyList<StoredBid> ReadBids(Reply reply) =>
        [.. reply.Json.AsArray().Reverse().Select(bid => new StoredBid(
            (string)bid!["id"]!, (decimal)bid["bid_price"]!, (string)bid["username"]!,
            (bool)bid["accepted"]!))];

    private static async Task<List<StoredOffer>> ListAsync(AuctionClient client)
    {
        var listed = new List<StoredOffer>();
        for (var page = 0; ; page++)
        {
            var path = $"/v1/offers?size={PageSize}&page={page}";
            var offers = Checked(await client.SendAsync(HttpMethod.Get, path)).Json.AsArray();
            listed.AddRange(offers.Select(offer => AuctionClient.ReadOffer(offer!)));
            if (offers.Count < PageSize) return listed;
        }
    }

    private static Reply Checked(Reply reply) => reply.Outcome == Outcome.Done
        ? reply
        : throw new InvalidOperationException($"the end cannot be read: {reply.Status} {reply.Text}");
}
