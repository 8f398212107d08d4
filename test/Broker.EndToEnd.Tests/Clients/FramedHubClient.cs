namespace Broker.EndToEnd.Tests.Clients;

/// <summary>A client of the hub in framed form.</summary>
public sealed class FramedHubClient : IDisposable
{
    private static readonly byte[] Nonce = [1, 2, 3, 4, 5, 6, 7, 8];

    private FramedHubClient(HubWire wire, ulong id) => (Wire, Id) = (wire, id);

    public HubWire Wire { get; }

    public ulong Id { get; }

    public static async Task<FramedHubClient> ConnectAsync(int port, int? receiveBuffer = null)
    {
        var wire = await HubWire.ConnectAsync(port, receiveBuffer);
        await wire.SendAsync([0, .. "HUB"u8, 1, .. Nonce]);
        var hello = await NextAsync(wire);
        Assert.Equal(HubFrame.Hello, hello.Type);
        Assert.Equal([.. Nonce, 1], hello.Fields[..9]);
        return new FramedHubClient(wire, (hello with { Fields = hello.Fields[9..] }).Split().Number);
    }

    public Task SendAsync(byte[] frames) => Wire.SendAsync(frames);

    public Task<HubFrame> NextAsync() => NextAsync(Wire);

    public void Dispose() => Wire.Dispose();

    private static async Task<HubFrame> NextAsync(HubWire wire)
    {
        var (length, shift, next) = (0, 0, (byte)0x80);
        for (; next >= 0x80; shift += 7)
        {
            next = (await wire.ReadAsync(1))[0];
            length |= (next & 0x7F) << shift;
        }
        var frame = await wire.ReadAsync(length);
        return new HubFrame(frame[0], frame[1..]);
    }
}
