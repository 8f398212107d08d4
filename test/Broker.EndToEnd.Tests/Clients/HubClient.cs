using System.Globalization;

namespace Broker.EndToEnd.Tests.Clients;

/// <summary>A client of the hub in text form.</summary>
public sealed class HubClient : IDisposable
{
    private const string Identity = "[Server] Your ID is ";

    private HubClient(HubWire wire, ulong id) => (Wire, Id) = (wire, id);

    public HubWire Wire { get; }

    public ulong Id { get; }

    /// <summary>Connects, and asks for the id.</summary>
    public static async Task<HubClient> ConnectAsync(int port, int? receiveBuffer = null)
    {
        var wire = await HubWire.ConnectAsync(port, receiveBuffer);
        await wire.SendAsync("identity\n");
        var line = await wire.ReadLineAsync();
        Assert.StartsWith(Identity, line, StringComparison.Ordinal);
        return new HubClient(wire, ulong.Parse(line[Identity.Length..], CultureInfo.InvariantCulture));
    }

    public Task SendAsync(string text) => Wire.SendAsync(text);

    public Task<string> LineAsync() => Wire.ReadLineAsync();

    /// <summary>Sends, and reads one line.</summary>
    public async Task<string> AskAsync(string text)
    {
        await SendAsync(text);
        return await LineAsync();
    }

    /// <summary>All others, as <c>list</c> shows them.</summary>
    public async Task<ulong[]> OthersAsync()
    {
        const string begin = "[Server] Client IDs are ";
        var line = await AskAsync("list\n");
        Assert.StartsWith(begin, line, StringComparison.Ordinal);
        return [.. line[begin.Length..].Split(", ", StringSplitOptions.RemoveEmptyEntries)
            .Select(id => ulong.Parse(id, CultureInfo.InvariantCulture))];
    }

    /// <summary>Waits until exactly these others are listed.</summary>
    public Task SeesAsync(params ulong[] others) => Patience.UntilAsync(
        async () => others.Order().SequenceEqual(await OthersAsync()),
        () => $"Client {Id} does not come to see {string.Join(", ", others)} only.");

    /// <summary>Nothing else has come: any byte ahead of this answer would break it.</summary>
    public async Task IsInStepAsync() => Assert.Equal($"{Identity}{Id}", await AskAsync("identity\n"));

    /// <summary>A relay with an exact length.</summary>
    public static string Relay(IEnumerable<ulong> to, string body) =>
        $"relay {body.Length}\n{string.Join(", ", to)}\n{body}";

    public void Dispose() => Wire.Dispose();
}
