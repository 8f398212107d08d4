using System.Buffers;
using System.Text;
using Broker.Actors;
using Broker.Actors.Connections;
using Broker.Tcp.Framed;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Tcp.Tests.Framed;

/// <summary>Answers as a client reads them that was written from the page.</summary>
public class FrameAnswersSpec
{
    private static readonly byte[] Marks = [.. ClientFrames.Number(5), .. ClientFrames.Number(300)];

    [Fact]
    public void Every_answer_is_a_frame_with_the_mark_of_its_request()
    {
        byte[] mark = [7];
        Assert.Equal(
            [
                "HELLO 0102030405060708 version 1 id 300",
                "IDENTITY 7 id 18446744073709551615",
                "LIST 7 ids 2,3,1000,1001",
                "LIST 7 ids ",
                "ECHO 7 hi\0",
                "ECHO 0 ",
                "ERROR 7 code 2 a relay has too many receivers",
                "ERROR 0 code 1 why",
            ],
            Read(
                new JoinHubDone(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8 }, 300),
                new IdentifyDone(mark, ulong.MaxValue),
                new ListClientsDone(mark, [2, 3, 1000, 1001]),
                new ListClientsDone(mark, []),
                new EchoDone(mark, "hi\0"u8.ToArray()),
                new EchoDone(default, default),
                new Failed(mark, RequestError.TooManyReceivers),
                new Failed(default, RequestError.Unreadable) { Detail = "why" }));
    }

    [Fact]
    public void A_run_of_relays_is_answered_one_by_one() => Assert.Equal(
        [
            "RECEIPT 5 receivers 2", "RECEIPT 300 receivers 2",
            "ERROR 5 code 3 too many relays in a second; wait and send again",
            "ERROR 300 code 3 too many relays in a second; wait and send again",
        ],
        Read(new RelayDone(Marks, 2), new Failed(Marks, RequestError.TooFast)));

    [Theory]
    [InlineData(RequestError.Busy, 4)]
    [InlineData(RequestError.BrokerFull, 4)]
    [InlineData(RequestError.ChannelFull, 4)]
    [InlineData(RequestError.NotSubscribed, 5)]
    [InlineData(RequestError.Forbidden, 5)]
    public void Every_error_has_a_code(RequestError error, int code) =>
        Assert.StartsWith($"ERROR 0 code {code} ", Assert.Single(Read(new Failed(default, error))));

    [Fact]
    public void The_last_frame_says_why() => Assert.Equal(
        "GOODBYE code 1001 the server is going away; reconnect",
        Assert.Single(ServerFrames.Of(FrameAnswers.Goodbye(CloseReason.Drain).Span)));

    [Fact]
    public void A_publication_of_another_channel_is_a_frame_too()
    {
        Assert.True(ChannelName.TryParse("news", out var channel));
        var publication = new Publication(
            channel, "e1", 1, DateTimeOffset.UnixEpoch, "Alice", Encoding.UTF8.GetBytes("hi"), IsText: true);
        var output = new ArrayBufferWriter<byte>();
        HubFrameEncoding.Instance.Encode(publication, output);

        Assert.Equal("PUBLICATION news Alice hi", Assert.Single(ServerFrames.Of(output.WrittenSpan)));
    }

    private static IReadOnlyList<string> Read(params Answer[] answers)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var answer in answers) FrameAnswers.Write(answer, output);
        return ServerFrames.Of(output.WrittenSpan);
    }
}
