using System.Text;

namespace Broker.EndToEnd.Tests.WebSockets;

/// <summary>What a client must not send (RFC 6455 §5), and the close code it is told.</summary>
public class BadFrameSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private const int Malformed = 1002;
    private const int InvalidText = 1007;
    private const int TooBig = 1009;
    private const int FragmentsMax = 1024;

    private static readonly byte[] HalfCharacter = [0x61, 0xc3];

    private static readonly Dictionary<string, (int Code, WireFrame[] Frames)> Cases = new()
    {
        ["unmasked text"] = (Malformed, [WireFrame.OfText("hi") with { Masked = false }]),
        ["unmasked ping"] = (Malformed, [new WireFrame(Opcode.Ping, []) { Masked = false }]),
        ["RSV1"] = (Malformed, [WireFrame.OfText("hi") with { Reserved = 4 }]),
        ["RSV2"] = (Malformed, [WireFrame.OfText("hi") with { Reserved = 2 }]),
        ["RSV3"] = (Malformed, [WireFrame.OfText("hi") with { Reserved = 1 }]),
        ["RSV1 on a ping"] = (Malformed, [new WireFrame(Opcode.Ping, []) { Reserved = 4 }]),
        ["opcode 3"] = (Malformed, [new WireFrame((Opcode)0x3, [1])]),
        ["opcode 7"] = (Malformed, [new WireFrame((Opcode)0x7, [1])]),
        ["opcode 11"] = (Malformed, [new WireFrame((Opcode)0xb, [1])]),
        ["opcode 15"] = (Malformed, [new WireFrame((Opcode)0xf, [1])]),
        ["ping of 126 bytes"] = (Malformed, [new WireFrame(Opcode.Ping, new byte[126])]),
        ["close of 126 bytes"] = (Malformed, [WireFrame.OfClose(1000, new string('x', 124))]),
        ["fragmented ping"] = (Malformed, [new WireFrame(Opcode.Ping, [1]) { Fin = false }]),
        ["fragmented close"] = (Malformed, [WireFrame.OfClose(1000) with { Fin = false }]),
        ["continuation of nothing"] = (Malformed, [new WireFrame(Opcode.Continuation, [1])]),
        ["continuation after the end"] =
            (Malformed, [new WireFrame(Opcode.Binary, []), new WireFrame(Opcode.Continuation, [])]),
        ["text inside a message"] = (Malformed, [Begin("a"), WireFrame.OfText("b")]),
        ["binary inside a message"] = (Malformed, [Begin("a"), new WireFrame(Opcode.Binary, [])]),
        ["close of one byte"] = (Malformed, [new WireFrame(Opcode.Close, [3])]),
        ["close code 0"] = (Malformed, [WireFrame.OfClose(0)]),
        ["close code 999"] = (Malformed, [WireFrame.OfClose(999)]),
        ["close code 1004"] = (Malformed, [WireFrame.OfClose(1004)]),
        ["close code 1005"] = (Malformed, [WireFrame.OfClose(1005)]),
        ["close code 1006"] = (Malformed, [WireFrame.OfClose(1006)]),
        ["close code 1015"] = (Malformed, [WireFrame.OfClose(1015)]),
        ["close code 5000"] = (Malformed, [WireFrame.OfClose(5000)]),
        ["length with its highest bit"] =
            (Malformed, [new WireFrame(Opcode.Text, []) { DeclaredLength = 1UL << 63 }]),
        ["invalid UTF-8"] = (InvalidText, [new WireFrame(Opcode.Text, [0xff, 0xfe])]),
        ["overlong UTF-8"] = (InvalidText, [new WireFrame(Opcode.Text, [0xc0, 0x80])]),
        ["surrogate in UTF-8"] = (InvalidText, [new WireFrame(Opcode.Text, [0xed, 0xa0, 0x80])]),
        ["half a character at the end"] = (InvalidText, [new WireFrame(Opcode.Text, HalfCharacter)]),
        ["half a character at the end of the last fragment"] =
            (InvalidText, [Begin("a"), new WireFrame(Opcode.Continuation, HalfCharacter)]),
        ["invalid UTF-8 across fragments"] = (InvalidText,
        [
            new WireFrame(Opcode.Text, HalfCharacter) { Fin = false },
            new WireFrame(Opcode.Continuation, [0x28]),
        ]),
        ["invalid UTF-8 in a close reason"] = (InvalidText, [new WireFrame(Opcode.Close, [3, 232, 0xff])]),
        ["an endless declared length"] =
            (TooBig, [new WireFrame(Opcode.Text, []) { DeclaredLength = long.MaxValue }]),
        ["too many fragments"] = (TooBig, Fragments(FragmentsMax + 1, bytes: 1)),
        ["too many empty fragments"] = (TooBig, Fragments(FragmentsMax + 1, bytes: 0)),
    };

    private readonly BrokerProcess _broker = fixture.Broker;

    public static TheoryData<string, string> EndpointsAndCases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var endpoint in Endpoint.All)
            {
                foreach (var name in Cases.Keys) data.Add(endpoint, name);
            }
            return data;
        }
    }

    public static TheoryData<string> Endpoints => [.. Endpoint.All];

    [Theory]
    [MemberData(nameof(EndpointsAndCases))]
    public async Task Is_closed_with_the_code_that_says_why(string endpoint, string name)
    {
        var (code, frames) = Cases[name];
        using var connection = await Endpoint.ConnectAsync(_broker, endpoint);
        await connection.SendAsync(frames);

        Assert.Equal(code, (await connection.ReadCloseAsync()).CloseCode);
        connection.EndSending();
        Assert.Empty(await connection.ReadToEndAsync());
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_message_declared_larger_than_the_limit_is_refused_before_it_comes(string endpoint)
    {
        using var connection = await Endpoint.ConnectAsync(_broker, endpoint);
        var length = (ulong)Endpoint.MessageBytesMax(endpoint) + 1;
        await connection.SendAsync(new WireFrame(Opcode.Binary, []) { DeclaredLength = length });

        Assert.Equal(TooBig, (await connection.ReadCloseAsync()).CloseCode);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Fragments_that_together_are_larger_than_the_limit_are_refused(string endpoint)
    {
        using var connection = await Endpoint.ConnectAsync(_broker, endpoint);
        var half = new byte[Endpoint.MessageBytesMax(endpoint) / 2];
        await connection.SendAsync(
            new WireFrame(Opcode.Binary, half) { Fin = false },
            new WireFrame(Opcode.Continuation, half) { Fin = false },
            new WireFrame(Opcode.Continuation, [1]));

        Assert.Equal(TooBig, (await connection.ReadCloseAsync()).CloseCode);
    }

    [Fact]
    public async Task The_others_get_their_messages_while_one_misbehaves()
    {
        using var well = await BroadcastClient.SubscribeAsync(_broker, "well");
        foreach (var (name, (_, frames)) in Cases)
        {
            using var ill = await WireConnection.UpgradeAsync(_broker.HttpPort, "/subscribe?channel=well");
            await ill.TrySendAsync([.. frames.SelectMany(frame => frame.ToBytes())]);
            await _broker.Http.PublishAsync("well", name);
            Assert.Equal(name, await well.NextTextAsync());
        }
    }

    private static WireFrame Begin(string text) =>
        new(Opcode.Text, Encoding.UTF8.GetBytes(text)) { Fin = false };

    private static WireFrame[] Fragments(int count, int bytes) =>
    [
        .. Enumerable.Range(0, count).Select(index =>
            Begin(new string('x', bytes)) with { Opcode = index == 0 ? Opcode.Text : Opcode.Continuation }),
    ];
}
