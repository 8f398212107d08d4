using System.Buffers;
using System.Text;
using Broker.Tcp.Text;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Tcp.Tests.Text;

/// <summary>What a client in text form is told (contracts §3).</summary>
public class TextAnswersSpec
{
    public static TheoryData<Answer, string> Answers => new()
    {
        { new IdentifyDone(default, 1), "[Server] Your ID is 1\n" },
        { new IdentifyDone(default, ulong.MaxValue), "[Server] Your ID is 18446744073709551615\n" },
        { new ListClientsDone(default, [2, 3]), "[Server] Client IDs are 2, 3\n" },
        { new ListClientsDone(default, []), "[Server] Client IDs are \n" },
        { new EchoDone(default, "hi\r\n"u8.ToArray()), "hi\r\n" },
        { new Failed(default, RequestError.Unreadable) { Detail = "why" }, "[Server] Error: why\n" },
        { new JoinHubDone(default, 1), "" },
        { new RelayDone(default, 1), "" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_is_what_the_contract_says(Answer answer, string text)
    {
        var output = new ArrayBufferWriter<byte>();
        TextAnswers.Write(answer, output);

        Assert.Equal(text, Encoding.ASCII.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Every_error_is_one_line_of_ASCII()
    {
        foreach (var error in Enum.GetValues<RequestError>())
        {
            var output = new ArrayBufferWriter<byte>();
            TextAnswers.Write(new Failed(default, error), output);

            Assert.Matches(@"\A\[Server\] Error: [ -~]+\n\z", Encoding.Latin1.GetString(output.WrittenSpan));
        }
    }
}
