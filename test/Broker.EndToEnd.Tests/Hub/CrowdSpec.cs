using System.Globalization;
using System.Text;

namespace Broker.EndToEnd.Tests.Hub;

/// <summary>Many clients at once: nothing is lost, doubled, mixed up or out of its order.</summary>
public class CrowdSpec
{
    private const int ReceiversMax = 255;

    [Fact]
    public async Task All_relay_to_all_and_each_hears_each_sender_in_its_order()
    {
        const int clients = 300, relays = 4;
        await using var broker = await BrokerProcess.StartAsync();
        var port = broker.StartedWith.HubPort;
        var text = new List<HubClient>();
        var framed = new List<FramedHubClient>();
        try
        {
            for (var i = 0; i < clients / 2; i++)
            {
                text.Add(await HubClient.ConnectAsync(port));
                framed.Add(await FramedHubClient.ConnectAsync(port));
            }
            ulong[] ids = [.. text.Select(client => client.Id), .. framed.Select(client => client.Id)];
            var hears = text.Select(client => HearAsync(client, clients * relays))
                .Concat(framed.Select(client => HearAsync(client, clients * relays))).ToList();
            await Task.WhenAll([
                .. text.Select(client => RelayAsync(client, ids, relays)),
                .. framed.Select(client => RelayAsync(client, ids, relays))]);

            string[] own = [.. Enumerable.Range(0, relays).Select(Numbered)];
            foreach (var heard in await Task.WhenAll(hears))
            {
                Assert.Equal(ids.Order(), heard.Keys.Order());
                Assert.All(heard.Values, bodies => Assert.Equal(own, bodies));
            }
        }
        finally
        {
            text.ForEach(client => client.Dispose());
            framed.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task Storms_of_disconnects_leave_nobody_in_the_list_and_harm_nobody_else()
    {
        await using var broker = await BrokerProcess.StartAsync();
        var port = broker.StartedWith.HubPort;
        using var one = await HubClient.ConnectAsync(port);
        using var two = await HubClient.ConnectAsync(port);
        for (var storm = 0; storm < 3; storm++)
        {
            var joins = Enumerable.Range(0, 100).Select(_ => HubClient.ConnectAsync(port));
            var clients = await Task.WhenAll(joins);
            ulong[] to = [two.Id, .. clients.Select(client => client.Id)];
            // Some go with a relay half sent, some with one that nobody reads, all while they are relayed to.
            await Task.WhenAll(clients.Select((client, i) => Task.Run(async () =>
            {
                var half = $"relay 100\n{two.Id}\nhalf";
                await client.SendAsync(i % 2 == 0 ? half : HubClient.Relay(to[1..], "x"));
                if (i % 3 == 0) client.Dispose();
                else client.Wire.Reset();
            })).Append(one.SendAsync(HubClient.Relay(to, $"storm {storm}\n"))));

            Assert.Equal($"storm {storm}", await two.LineAsync());
            await one.SeesAsync(two.Id);
        }
        await two.IsInStepAsync();
    }

    private static string Numbered(int number) => number.ToString("D5", CultureInfo.InvariantCulture);

    // A text receiver does not see who sent: the body says so, in as many bytes each time.
    private static async Task RelayAsync(HubClient client, ulong[] ids, int relays)
    {
        for (var i = 0; i < relays; i++)
            foreach (var to in ids.Chunk(ReceiversMax))
                await client.SendAsync(HubClient.Relay(to, $"{client.Id} {Numbered(i)}\n"));
    }

    private static async Task RelayAsync(FramedHubClient client, ulong[] ids, int relays)
    {
        for (var i = 0; i < relays; i++)
            foreach (var to in ids.Chunk(ReceiversMax))
            {
                var body = Encoding.ASCII.GetBytes($"{client.Id} {Numbered(i)}\n");
                await client.SendAsync(HubFrame.RelayTo(0, to, body));
            }
    }

    private static async Task<Dictionary<ulong, List<string>>> HearAsync(HubClient client, int count)
    {
        var heard = new Dictionary<ulong, List<string>>();
        for (var i = 0; i < count; i++) Note(heard, await client.LineAsync());
        return heard;
    }

    private static async Task<Dictionary<ulong, List<string>>> HearAsync(FramedHubClient client, int count)
    {
        var heard = new Dictionary<ulong, List<string>>();
        for (var i = 0; i < count; i++)
        {
            var frame = await client.NextAsync();
            Assert.Equal(HubFrame.Delivery, frame.Type);
            var (sender, body) = frame.Split();
            Assert.Equal(sender, Note(heard, Encoding.ASCII.GetString(body).TrimEnd('\n')));
        }
        return heard;
    }

    private static ulong Note(Dictionary<ulong, List<string>> heard, string line)
    {
        var blank = line.IndexOf(' ', StringComparison.Ordinal);
        var sender = ulong.Parse(line[..blank], CultureInfo.InvariantCulture);
        if (!heard.TryGetValue(sender, out var bodies)) heard.Add(sender, bodies = []);
        bodies.Add(line[(blank + 1)..]);
        return sender;
    }
}
