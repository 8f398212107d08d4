using System.Net;

namespace Broker.EndToEnd.Tests.Cluster;

/// <summary>Channels of several nodes: contracts §1 and §2, "over all nodes".</summary>
public class ChannelsSpec(Nodes nodes) : IClassFixture<Nodes>
{
    [SkippableFact]
    public async Task Subscribers_on_all_nodes_see_all_messages_in_one_order()
    {
        const int messages = 100;
        BrokerProcess[] all = [nodes.First, nodes.Second, nodes.Third];
        var clients = new List<ChatClient>();
        foreach (var node in all) clients.Add(await ChatClient.JoinAsync(node, "order"));

        await Task.WhenAll(all.Select((node, n) => Task.Run(async () =>
        {
            for (var i = 0; i < messages; i++) await node.Http.PublishAsync("order", $"{n}:{i}");
        })));

        var seen = new List<string[]>();
        foreach (var client in clients)
        {
            var lines = new string[all.Length * messages];
            for (var i = 0; i < lines.Length; i++) lines[i] = await client.NextContentAsync();
            seen.Add(lines);
        }
        Assert.All(seen, lines => Assert.Equal(seen[0], lines));
        for (var n = 0; n < all.Length; n++)
            Assert.Equal(
                Enumerable.Range(0, messages).Select(i => $"{n}:{i}"),
                seen[0].Where(line => line.StartsWith($"{n}:", StringComparison.Ordinal)));
        foreach (var client in clients) client.Dispose();
    }

    [SkippableFact]
    public async Task A_sender_gets_its_answer_before_its_own_message_wherever_the_home_is()
    {
        // Twenty channels have homes on all nodes.
        foreach (var channel in Enumerable.Range(0, 20).Select(number => $"own-{number}"))
        {
            using var alice = await ChatClient.JoinAsync(nodes.First, channel);
            await alice.SendAsync(Request.Publish(channel, "hello"));

            Assert.Equal("""{"status":"ok"}""", await alice.NextRawAsync());
            Assert.Equal("hello", await alice.NextContentAsync());
        }
    }

    [SkippableFact]
    public async Task Subscribers_are_counted_over_all_nodes()
    {
        using var one = await ChatClient.ConnectAsync(nodes.First);
        using var two = await ChatClient.ConnectAsync(nodes.Second);
        using var three = await ChatClient.ConnectAsync(nodes.Third);

        Assert.Equal(1, await TotalAsync(one));
        Assert.Equal(2, await TotalAsync(two));
        Assert.Equal(3, await TotalAsync(three));
        await two.AskAsync(Request.Unsubscribe("counted"));
        // Twice is fine and counts once.
        await TotalAsync(three);
        Assert.Equal(3, await TotalAsync(two));

        static async Task<int> TotalAsync(ChatClient client) =>
            (int)(await client.SubscribeAsync("counted"))["info"]!["total_subscribers"]!;
    }

    [SkippableFact]
    public async Task A_channel_is_listed_on_every_node_as_long_as_any_node_has_a_subscriber()
    {
        using var watcher = await ChatClient.ConnectAsync(nodes.Third);
        using var alice = await ChatClient.JoinAsync(nodes.First, "listed");
        await Patience.UntilAsync(
            async () => (await watcher.ListAsync()).Contains("listed"), () => "The channel is not listed.");

        using var bob = await ChatClient.JoinAsync(nodes.Second, "listed");
        await alice.AskAsync(Request.Unsubscribe("listed"));
        Assert.Contains("listed", await watcher.ListAsync());
        await bob.AskAsync(Request.Unsubscribe("listed"));
        await Patience.UntilAsync(
            async () => !(await watcher.ListAsync()).Contains("listed"), () => "The channel stays listed.");
    }

    [SkippableFact]
    public async Task A_client_name_is_connected_once_over_all_nodes()
    {
        using var alice = await ChatClient.ConnectAsync(nodes.First, "alice");
        using var other = await ChatClient.ConnectAsync(nodes.Second, "alice");
        Assert.Equal("error", (string?)other.Greeting["status"]);
        Assert.Equal(4000, await other.ClosedByServerAsync());

        await alice.CloseAsync();
        await Patience.UntilAsync(
            async () =>
            {
                using var again = await ChatClient.ConnectAsync(nodes.Third, "alice");
                return (string?)again.Greeting["status"] == "ok";
            },
            () => "The name is not free again.");
    }

    [SkippableFact]
    public async Task A_repeat_with_the_same_key_on_another_node_is_answered_as_the_first()
    {
        using var bob = await ChatClient.JoinAsync(nodes.Third, "once");
        var first = await nodes.First.Http.PublishForReceiptAsync("once", "a", ("Idempotency-Key", "k"));
        var again = await nodes.Second.Http.PublishForReceiptAsync("once", "a", ("Idempotency-Key", "k"));
        await nodes.Second.Http.PublishAsync("once", "b");

        Assert.Equal((long)first["offset"]!, (long)again["offset"]!);
        Assert.Equal("a", await bob.NextContentAsync());
        Assert.Equal("b", await bob.NextContentAsync());
    }

    [SkippableFact]
    public async Task An_event_stream_resumes_on_another_node()
    {
        using (var first = await EventSubscriber.SubscribeAsync(nodes.First, "broadcast"))
        {
            await nodes.Second.Http.PublishAsync("broadcast", "a");
            var seen = await first.NextAsync();
            await nodes.Third.Http.PublishAsync("broadcast", "b");
            await nodes.First.Http.PublishAsync("broadcast", "c");

            using var resumed = await EventSubscriber.SubscribeAsync(nodes.Third, "broadcast", seen.Id);
            Assert.Equal("b", (await resumed.NextAsync()).Data);
            Assert.Equal("c", (await resumed.NextAsync()).Data);
        }
    }

    [SkippableFact]
    public async Task A_user_gets_messages_on_any_node_and_finds_them_on_every_other()
    {
        using var second = new UsersHttp(nodes.Second);
        using var third = new UsersHttp(nodes.Third);
        using var socket = await UserSocket.ConnectAsync(nodes.First, await third.TokenAsync("ann"));
        await second.MessageAsync("ann", "hello");

        Assert.Equal("hello", await socket.NextAsync());
        Assert.Equal("hello", (string?)(await third.ReadAsync("ann"))[0]!["content"]);
    }

    [SkippableFact]
    public async Task The_hub_relays_and_lists_over_nodes_and_every_id_is_one_clients()
    {
        using var one = await HubClient.ConnectAsync(nodes.First.StartedWith.HubPort);
        using var two = await HubClient.ConnectAsync(nodes.Second.StartedWith.HubPort);
        using var three = await HubClient.ConnectAsync(nodes.Third.StartedWith.HubPort);
        Assert.Equal(3, new[] { one.Id, two.Id, three.Id }.Distinct().Count());
        await Patience.UntilAsync(
            async () => (await one.OthersAsync()).ToHashSet().IsSupersetOf([two.Id, three.Id]),
            () => "Clients of other nodes are not listed.");

        for (var i = 0; i < 50; i++)
            await one.SendAsync(HubClient.Relay([two.Id, three.Id, ulong.MaxValue], $"{i:000}\n"));
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal($"{i:000}", await two.LineAsync());
            Assert.Equal($"{i:000}", await three.LineAsync());
        }
        await one.IsInStepAsync();
    }

    [SkippableFact]
    public async Task A_bid_is_seen_on_every_node_and_one_of_two_at_once_is_told_the_others_price()
    {
        using var alice = await AuctionUser.SignUpAsync(nodes.First, "seller");
        using var bob = await AuctionUser.LogInAsync(nodes.Second, "seller");
        var id = (await alice.OfferAsync("""{"bid_price":1,"title":"lamp"}"""))["id"];
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            (i % 2 == 0 ? alice : bob).BidAsync(id, 2)));

        Assert.Single(answers, answer => answer.Status is HttpStatusCode.Created);
        Assert.All(
            answers.Where(answer => answer.Status is not HttpStatusCode.Created),
            answer => Assert.Equal((HttpStatusCode.Conflict, 2m),
                (answer.Status, (decimal)answer.Json["bid_price"]!)));
        Assert.Equal(2m, (decimal)(await bob.GetAsync($"/v1/offer/{id}")).Json["bid_price"]!);
    }
}
