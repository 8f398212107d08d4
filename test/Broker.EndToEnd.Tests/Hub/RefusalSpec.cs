using System.Text;

namespace Broker.EndToEnd.Tests.Hub;

/// <summary>Contracts §3: one error line, all of the message dropped, the connection in step.</summary>
public class RefusalSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private const string Error = "[Server] Error: ";
    private const int BodyBytesMax = 1_048_576;
    private const int ReceiversMax = 255;

    private readonly int _port = fixture.Broker.StartedWith.HubPort;

    public static TheoryData<string> Refused => new()
    {
        "nonsense\n", "IDENTITY\n", "identity now\n", "relay x\n", "echo -1\n",
        "relay 99999999999999999999\n",
        "x\n", "\u00ff\u00fe\n", "echo\0\n", new string('a', 20_000) + "\n",
        "relay 4\n1,x\nbody", "relay 4\n\nbody", "relay 4\n0x1\nbody", "relay 4\n18446744073709551616\nbody",
        $"relay {BodyBytesMax + 1}\n1\n{new string('b', BodyBytesMax + 1)}",
        $"echo {BodyBytesMax + 1}\n{new string('b', BodyBytesMax + 1)}",
        $"relay 4\n{string.Join(',', Enumerable.Repeat(1, ReceiversMax + 1))}\nbody",
    };

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task Is_one_line_and_what_follows_at_once_is_read(string message)
    {
        using var client = await HubClient.ConnectAsync(_port);
        await client.SendAsync(message + "identity\n");

        var line = await client.LineAsync();
        Assert.StartsWith(Error, line, StringComparison.Ordinal);
        Assert.All(line, one => Assert.InRange(one, ' ', '~'));
        Assert.Equal($"[Server] Your ID is {client.Id}", await client.LineAsync());
        await client.IsInStepAsync();
    }

    [Theory]
    [InlineData("POST / HTTP/1.1\r\nHost: localhost:1234\r\nOrigin: http://evil.example\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    public async Task Another_protocol_is_not_answered_and_reaches_no_one(string preface)
    {
        using var victim = await HubClient.ConnectAsync(_port);
        using var page = await WireConnection.ConnectAsync(_port);
        await page.TrySendAsync(Encoding.Latin1.GetBytes($"{preface}\nrelay 2\n{victim.Id}\nhi"));

        Assert.Empty(await page.ReadToEndAsync());
        await victim.IsInStepAsync();
    }

    [Fact]
    public async Task Of_a_message_without_a_length_comes_after_the_gap_and_the_next_command_is_read()
    {
        // Long enough for a machine that stands still while a body is sent.
        await using var broker = await BrokerProcess.StartAsync(
            new BrokerStart { Config = "broker.hub.text-quiet-gap = 2s" });
        using var client = await HubClient.ConnectAsync(broker.StartedWith.HubPort);
        using var other = await HubClient.ConnectAsync(broker.StartedWith.HubPort);
        var tooLong = $"relay\n{other.Id}\n{new string('b', BodyBytesMax + 1)}";
        foreach (var message in new[] { "relay\n1,,2\nidentity\nlist\n", tooLong })
        {
            Assert.StartsWith(Error, await client.AskAsync(message), StringComparison.Ordinal);
            await client.IsInStepAsync();
        }
        await other.IsInStepAsync();
    }

    [Fact]
    public async Task As_many_receivers_as_are_allowed_each_get_one_copy()
    {
        var receivers = new List<HubClient>();
        try
        {
            for (var i = 0; i < ReceiversMax; i++) receivers.Add(await HubClient.ConnectAsync(_port));
            var ids = receivers.ConvertAll(receiver => receiver.Id);
            using var sender = await HubClient.ConnectAsync(_port);
            await sender.SendAsync(HubClient.Relay(ids, "to all\n"));
            foreach (var receiver in receivers) Assert.Equal("to all", await receiver.LineAsync());

            await sender.SendAsync(HubClient.Relay([.. ids, sender.Id], "to none\n"));
            Assert.StartsWith(Error, await sender.LineAsync(), StringComparison.Ordinal);
            foreach (var receiver in receivers) await receiver.IsInStepAsync();
        }
        finally
        {
            receivers.ForEach(receiver => receiver.Dispose());
        }
    }

    [Fact]
    public async Task In_framed_form_names_the_request_and_the_next_frame_is_read()
    {
        using var client = await FramedHubClient.ConnectAsync(_port);
        var tooLong = new byte[BodyBytesMax + 1];
        await client.SendAsync(
        [
            .. new HubFrame(0x7E, [9]).ToBytes(),
            .. HubFrame.RelayTo(10, [1], tooLong),
            .. HubFrame.RelayTo(11, [.. Enumerable.Repeat(1UL, ReceiversMax + 1)], [1]),
            .. HubFrame.RelayTo(12, [client.Id], Encoding.ASCII.GetBytes("in step")),
        ]);

        var frames = new List<HubFrame>();
        for (var i = 0; i < 5; i++) frames.Add(await client.NextAsync());
        var errors = frames.Where(frame => frame.Type == HubFrame.Error);
        Assert.Equal([9, 10, 11], errors.Select(error => error.Split().Number));
        var delivery = Assert.Single(frames, frame => frame.Type == HubFrame.Delivery);
        Assert.Equal("in step", Encoding.ASCII.GetString(delivery.Split().Behind));
        Assert.Equal([12, 1], Assert.Single(frames, f => f.Type == HubFrame.Receipt).Fields);
    }
}
