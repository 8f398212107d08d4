using System.Text;

namespace Broker.EndToEnd.Tests.WebSockets;

public class FrameSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private readonly BrokerProcess _broker = fixture.Broker;

    public static TheoryData<string> Endpoints => [.. Endpoint.All];

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_ping_is_answered_with_its_own_payload(string endpoint)
    {
        using var connection = await Endpoint.ConnectAsync(_broker, endpoint);
        foreach (var length in new[] { 0, 1, 125 })
        {
            var payload = Enumerable.Repeat((byte)0xfe, length).ToArray();
            await connection.SendAsync(new WireFrame(Opcode.Ping, payload));
            var pong = await connection.ReadFrameAsync();

            Assert.Equal((Opcode.Pong, true), (pong.Opcode, pong.Fin));
            Assert.Equal(payload, pong.Payload);
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_pong_nobody_asked_for_is_ignored(string endpoint)
    {
        using var connection = await Endpoint.ConnectAsync(_broker, endpoint);
        await connection.SendAsync(new WireFrame(Opcode.Pong, [1]), new WireFrame(Opcode.Ping, [2]));

        Assert.Equal([2], (await connection.ReadFrameAsync()).Payload);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_ping_between_fragments_is_answered_at_once(string endpoint)
    {
        using var connection = await Endpoint.ConnectAsync(_broker, endpoint);
        await connection.SendAsync(
            WireFrame.OfText("{\"action\":") with { Fin = false },
            new WireFrame(Opcode.Ping, "between"u8.ToArray()));

        Assert.Equal("between", (await connection.ReadFrameAsync()).Text);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_close_is_answered_with_its_code_and_the_connection_ends(string endpoint)
    {
        foreach (var code in new[] { 1000, 1001, 3000, 4999 })
        {
            using var connection = await Endpoint.ConnectAsync(_broker, endpoint);
            await connection.SendAsync(WireFrame.OfClose(code, "bye"));

            Assert.Equal(code, (await connection.ReadFrameAsync()).CloseCode);
            Assert.Empty(await connection.ReadToEndAsync());
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_close_without_a_code_is_answered(string endpoint)
    {
        using var connection = await Endpoint.ConnectAsync(_broker, endpoint);
        await connection.SendAsync(new WireFrame(Opcode.Close, []));

        Assert.Equal(Opcode.Close, (await connection.ReadFrameAsync()).Opcode);
        Assert.Empty(await connection.ReadToEndAsync());
    }

    [Theory]
    [InlineData(Endpoint.Chat)]
    [InlineData(Endpoint.ChatWithCookie)]
    public async Task A_message_may_come_in_fragments_of_one_byte_and_of_none(string endpoint)
    {
        using var connection = await Endpoint.ConnectAsync(_broker, endpoint);
        var bytes = Encoding.UTF8.GetBytes("""{"id":"é🎉","action":"list"}""");
        var fragments = bytes.Select((value, index) =>
            new WireFrame(index == 0 ? Opcode.Text : Opcode.Continuation, [value]) { Fin = false });
        await connection.SendAsync([.. fragments, new WireFrame(Opcode.Continuation, [])]);

        Assert.Contains("\"ok\"", (await connection.ReadFrameAsync()).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Endpoint.Chat)]
    [InlineData(Endpoint.ChatWithCookie)]
    public async Task Frames_may_arrive_in_segments_of_one_byte(string endpoint)
    {
        using var connection = await Endpoint.ConnectAsync(_broker, endpoint);
        var first = WireFrame.OfText("""{"id":1,"action":"list"}""");
        var second = WireFrame.OfText($$"""{"id":2,"action":"list","extra":"{{new string('x', 300)}}"}""");
        await connection.SendByteByByteAsync([.. first.ToBytes(), .. second.ToBytes()]);

        Assert.Contains("\"id\":1", (await connection.ReadFrameAsync()).Text, StringComparison.Ordinal);
        Assert.Contains("\"id\":2", (await connection.ReadFrameAsync()).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Endpoint.Chat)]
    [InlineData(Endpoint.ChatWithCookie)]
    public async Task Many_frames_in_one_segment_are_answered_in_order(string endpoint)
    {
        using var connection = await Endpoint.ConnectAsync(_broker, endpoint);
        await connection.SendAsync(Enumerable.Range(0, 200)
            .Select(number => WireFrame.OfText($$"""{"id":{{number}},"action":"list"}""")));

        foreach (var number in Enumerable.Range(0, 200))
        {
            var answer = (await connection.ReadFrameAsync()).Text;
            Assert.Contains($"\"id\":{number}", answer, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(Endpoint.Broadcast)]
    [InlineData(Endpoint.BroadcastWithCookie)]
    public async Task Messages_up_to_the_limit_are_taken_from_a_Broadcast_subscriber_too(string endpoint)
    {
        using var connection = await Endpoint.ConnectAsync(_broker, endpoint);
        await connection.SendAsync(
            new WireFrame(Opcode.Binary, new byte[Endpoint.MessageBytesMax(endpoint)]),
            new WireFrame(Opcode.Ping, [1]));

        Assert.Equal([1], (await connection.ReadFrameAsync()).Payload);
    }
}
