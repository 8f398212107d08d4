using System.Globalization;
using System.Text;

namespace Broker.EndToEnd.Tests.Abuse;

/// <summary>Clients that send far more than is read ahead of an answer, and read late or never.</summary>
public class PipelineSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private const int Requests = 1000;
    private const int Connections = 10;
    private const int Normal = 1000;

    // Its answers are far more than an outbox and the socket buffers of both ends can hold.
    private const int FloodBytes = 16 << 20;

    private readonly BrokerProcess _broker = fixture.Broker;

    [Theory]
    [InlineData("User-Agent: e2e")]
    [InlineData("Cookie: theme=dark")]
    public async Task All_chat_requests_that_are_sent_at_once_are_answered_in_their_order(string header)
    {
        for (var i = 0; i < Connections; i++)
        {
            using var client = await WireConnection.UpgradeAsync(_broker.HttpPort, "/api/connect", header);
            await client.SendAsync(Numbered($"order-{i}"));
            await AnsweredAsync(client);
        }
    }

    [Theory]
    [InlineData("User-Agent: e2e")]
    [InlineData("Cookie: theme=dark")]
    public async Task All_chat_requests_ahead_of_a_close_frame_are_answered_before_it_is(string header)
    {
        using var client = await WireConnection.UpgradeAsync(_broker.HttpPort, "/api/connect", header);
        await client.SendAsync(Numbered("close").Append(WireFrame.OfClose(Normal)));

        await AnsweredAsync(client);
        Assert.Equal(Normal, (await client.ReadFrameAsync()).CloseCode);
        Assert.Empty(await client.ReadToEndAsync());
    }

    [Fact]
    public async Task All_chat_requests_of_a_client_that_then_ends_its_side_are_answered()
    {
        for (var i = 0; i < Connections; i++)
        {
            using var client = await WireConnection.UpgradeAsync(_broker.HttpPort, "/api/connect");
            await client.SendAsync(Numbered($"half-{i}"));
            client.EndSending();

            await AnsweredAsync(client);
            Assert.Empty(await client.ReadToEndAsync());
        }
    }

    [Fact]
    public async Task All_relays_of_a_client_that_then_ends_its_side_arrive()
    {
        for (var i = 0; i < Connections; i++)
        {
            using var receiver = await HubClient.ConnectAsync(_broker.StartedWith.HubPort);
            using var sender = await HubClient.ConnectAsync(_broker.StartedWith.HubPort);
            var bodies = Enumerable.Range(0, Requests).Select(Number).ToArray();
            await sender.SendAsync(string.Concat(
                bodies.Select(body => HubClient.Relay([receiver.Id], body) + "identity\n")));
            sender.Wire.EndSending();

            foreach (var body in bodies)
                Assert.Equal(body, Encoding.ASCII.GetString(await receiver.Wire.ReadAsync(body.Length)));
            var answers = await sender.Wire.ReadToEndAsync();
            Assert.Equal(Requests, answers.Count(letter => letter == '\n'));
        }
    }

    [Fact]
    public async Task A_chat_client_that_asks_and_does_not_read_is_disconnected()
    {
        using var client = await WireConnection.UpgradeAsync(_broker.HttpPort, "/api/connect");
        await client.TrySendAsync(Flood(WireFrame.OfText(Request.ListMine).ToBytes()));

        Assert.InRange((await client.ReadToEndAsync()).Length, 0, FloodBytes / 2);
    }

    [Fact]
    public async Task A_hub_client_that_asks_and_does_not_read_is_disconnected()
    {
        using var client = await WireConnection.ConnectAsync(_broker.StartedWith.HubPort);
        await client.SendAsync([0, .. "HUB"u8, 1, .. new byte[8]]);
        await client.TrySendAsync(Flood(new HubFrame(2, [0]).ToBytes()));

        Assert.InRange((await client.ReadToEndAsync()).Length, 0, FloodBytes / 2);
    }

    private static byte[] Flood(byte[] request) =>
        [.. Enumerable.Repeat(request, FloodBytes / request.Length).SelectMany(bytes => bytes)];

    private static IEnumerable<WireFrame> Numbered(string channel) => Enumerable.Range(0, Requests)
        .Select(number => WireFrame.OfText(Request.Subscribe($"{channel}-{Number(number)}")));

    // The greeting, and then one answer for each request.
    private static async Task AnsweredAsync(WireConnection client)
    {
        await client.ReadFrameAsync();
        for (var number = 0; number < Requests; number++)
            Assert.Contains(
                $"-{Number(number)}\"", (await client.ReadFrameAsync()).Text, StringComparison.Ordinal);
    }

    private static string Number(int number) => number.ToString("D4", CultureInfo.InvariantCulture);
}
