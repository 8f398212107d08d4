namespace Broker.EndToEnd.Tests.Hub;

/// <summary>
/// Bodies wait in memory that is used again and again: what waits for one client must not become what
/// another one sent.
/// </summary>
public class PrivacySpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private const int BodyBytes = 900_000;
    private const int SmallBytes = 100;
    private const int Smalls = 50;
    private const int Rounds = 12;
    private const byte Stranger = 0xEE;

    private readonly int _port = fixture.Broker.StartedWith.HubPort;

    [Fact]
    public async Task What_waits_for_a_client_that_does_not_read_is_not_touched_by_what_others_send()
    {
        using var text = await HubClient.ConnectAsync(_port, receiveBuffer: 4096);
        using var framed = await FramedHubClient.ConnectAsync(_port, receiveBuffer: 4096);
        using var sender = await FramedHubClient.ConnectAsync(_port);
        for (byte round = 0; round < Rounds; round++) await RelayAsync(sender, [text.Id, framed.Id], round);
        await StrangersRelayAsync();

        for (byte round = 0; round < Rounds; round++)
        {
            await AssertFilledAsync(text.Wire, BodyBytes + (Smalls * SmallBytes), round);
            for (var i = 0; i <= Smalls; i++)
            {
                var (from, body) = (await framed.NextAsync()).Split();
                Assert.Equal(sender.Id, from);
                Assert.Equal(i == 0 ? BodyBytes : SmallBytes, body.Length);
                Assert.Equal(-1, body.AsSpan().IndexOfAnyExcept(round));
            }
        }
        await text.IsInStepAsync();
    }

    // A large body and small ones that go out together; then all of them are in the outboxes.
    private static async Task RelayAsync(FramedHubClient sender, ulong[] to, byte round)
    {
        var small = HubFrame.RelayTo(1, to, Filled(SmallBytes, round));
        await sender.SendAsync(HubFrame.RelayTo(1, to, Filled(BodyBytes, round)));
        await sender.SendAsync([.. Enumerable.Repeat(small, Smalls).SelectMany(bytes => bytes)]);
        for (var i = 0; i <= Smalls; i++) Assert.Equal([1, 2], (await sender.NextAsync()).Fields);
    }

    private async Task StrangersRelayAsync()
    {
        using var one = await FramedHubClient.ConnectAsync(_port);
        using var other = await HubClient.ConnectAsync(_port);
        for (var round = 0; round < Rounds; round++)
        {
            await RelayAsync(one, [other.Id, other.Id + 1_000_000, one.Id], other);
        }
    }

    private static async Task RelayAsync(FramedHubClient one, ulong[] to, HubClient other)
    {
        foreach (var length in new[] { BodyBytes, SmallBytes, Smalls * SmallBytes })
        {
            await one.SendAsync(HubFrame.RelayTo(0, to, Filled(length, Stranger)));
            await AssertFilledAsync(other.Wire, length, Stranger);
            Assert.Equal(length, (await one.NextAsync()).Split().Behind.Length);
        }
    }

    private static byte[] Filled(int length, byte value)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill(value);
        return bytes;
    }

    private static async Task AssertFilledAsync(HubWire wire, int length, byte value) =>
        Assert.Equal(-1, (await wire.ReadAsync(length)).AsSpan().IndexOfAnyExcept(value));
}
