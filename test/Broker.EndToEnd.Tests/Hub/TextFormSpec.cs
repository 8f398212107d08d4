using System.Text;

namespace Broker.EndToEnd.Tests.Hub;

/// <summary>Contracts §3, the text form, byte by byte over raw sockets.</summary>
public class TextFormSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private const int BodyBytesMax = 1_048_576;

    private readonly int _port = fixture.Broker.StartedWith.HubPort;

    [Theory]
    [InlineData("identity\nlist\necho 5\nhelloidentity\n")]
    [InlineData("identity\r\nlist\r\necho 5\r\nhelloidentity\r\n")]
    [InlineData("\n\n \t identity \n\r\nlist\necho\t5\nhello\nidentity\n")]
    public async Task Several_commands_in_one_segment_are_answered_in_their_order(string commands)
    {
        using var client = await HubClient.ConnectAsync(_port);
        await client.SendAsync(commands);

        Assert.Equal($"[Server] Your ID is {client.Id}", await client.LineAsync());
        Assert.StartsWith("[Server] Client IDs are ", await client.LineAsync(), StringComparison.Ordinal);
        Assert.Equal("hello", Encoding.Latin1.GetString(await client.Wire.ReadAsync(5)));
        Assert.Equal($"[Server] Your ID is {client.Id}", await client.LineAsync());
    }

    [Fact]
    public async Task Commands_that_come_byte_by_byte_are_read_as_in_one_piece()
    {
        using var client = await HubClient.ConnectAsync(_port);
        foreach (var one in "echo 3\na\nbidentity\n") await client.SendAsync($"{one}");

        Assert.Equal("a", await client.LineAsync());
        Assert.Equal($"b[Server] Your ID is {client.Id}", await client.LineAsync());
    }

    [Fact]
    public async Task A_body_of_the_greatest_length_arrives_byte_for_byte_however_it_is_cut()
    {
        using var sender = await HubClient.ConnectAsync(_port);
        using var receiver = await HubClient.ConnectAsync(_port);
        using var framed = await FramedHubClient.ConnectAsync(_port);
        var body = new byte[BodyBytesMax];
        new Random(1).NextBytes(body);
        await sender.SendAsync($"relay {body.Length}\n{receiver.Id}, {framed.Id}\n");
        for (var at = 0; at < body.Length; at += 9973)
            await sender.Wire.SendAsync(body[at..Math.Min(at + 9973, body.Length)]);

        Assert.Equal(body, await receiver.Wire.ReadAsync(body.Length));
        var (from, content) = (await framed.NextAsync()).Split();
        Assert.Equal(sender.Id, from);
        Assert.Equal(body, content);
        await sender.IsInStepAsync();
        await receiver.IsInStepAsync();
    }

    [Theory]
    [InlineData("one piece")]
    [InlineData("lines\nand\r\nmore of them\n\n")]
    [InlineData("bytes \u0000\u00ff\u0080 of any kind")]
    public async Task A_body_without_a_length_ends_at_the_quiet_gap(string body)
    {
        using var sender = await HubClient.ConnectAsync(_port);
        using var receiver = await HubClient.ConnectAsync(_port);
        await sender.SendAsync($"relay\n{receiver.Id}\n{body}");
        Assert.Equal(body, Encoding.Latin1.GetString(await receiver.Wire.ReadAsync(body.Length)));
        await sender.SendAsync($"echo\n{body}");
        Assert.Equal(body, Encoding.Latin1.GetString(await sender.Wire.ReadAsync(body.Length)));

        await sender.IsInStepAsync();
        await receiver.IsInStepAsync();
    }

    [Fact]
    public async Task A_half_close_ends_a_body_and_is_answered_before_the_server_closes()
    {
        using var receiver = await HubClient.ConnectAsync(_port);
        using var sender = await HubClient.ConnectAsync(_port);
        await sender.SendAsync($"relay\n{receiver.Id}\nlast words");
        sender.Wire.EndSending();
        Assert.Equal("last words", Encoding.Latin1.GetString(await receiver.Wire.ReadAsync(10)));
        Assert.Equal("", await sender.Wire.ReadToEndAsync());

        using var other = await HubClient.ConnectAsync(_port);
        await other.SendAsync("identity\necho\nbye");
        other.Wire.EndSending();
        Assert.Equal($"[Server] Your ID is {other.Id}\nbye", await other.Wire.ReadToEndAsync());
    }

    [Fact]
    public async Task A_relay_skips_unknown_ids_and_sends_itself_and_repeated_ids_one_copy()
    {
        using var sender = await HubClient.ConnectAsync(_port);
        using var receiver = await HubClient.ConnectAsync(_port);
        var to = $" {receiver.Id} ,{sender.Id},{ulong.MaxValue}, {receiver.Id}";
        await sender.SendAsync($"relay 6\n{to}\nhello\nidentity\n");

        Assert.Equal("hello", await receiver.LineAsync());
        await receiver.IsInStepAsync();
        // Its own copy and its answer take different ways, and neither waits for the other.
        string[] both = [await sender.LineAsync(), await sender.LineAsync()];
        Assert.Equal(["[Server] Your ID is " + sender.Id, "hello"], both.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_receiver_that_left_is_not_listed_any_more()
    {
        using var one = await HubClient.ConnectAsync(_port);
        using var two = await HubClient.ConnectAsync(_port);
        Assert.Contains(two.Id, await one.OthersAsync());
        two.Wire.Reset();

        await Patience.UntilAsync(
            async () => !(await one.OthersAsync()).Contains(two.Id), () => "It is still listed.");
    }
}
