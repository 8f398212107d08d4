using System.Buffers;
using Broker.Actors.Connections;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Tcp.Framed;

/// <summary>
/// Answers in framed form. A run of relays that was told as one request has a frame for each.
/// </summary>
internal static class FrameAnswers
{
    public static void Write(Answer answer, IBufferWriter<byte> output)
    {
        var marks = new SequenceReader<byte>(new ReadOnlySequence<byte>(answer.Id));
        if (answer is JoinHubDone joined)
        {
            if (!joined.Id.IsEmpty) FrameWriter.Hello(output, joined.Id.Span, joined.ClientId);
            return;
        }
        do Write(answer, Next(ref marks), output);
        while (!marks.End);
    }

    /// <summary>The last frame of a connection.</summary>
    public static ReadOnlyMemory<byte> Goodbye(CloseReason reason)
    {
        var output = new ArrayBufferWriter<byte>();
        FrameWriter.Goodbye(output, reason.Code, reason.Text);
        return output.WrittenMemory;
    }

    private static void Write(Answer answer, ulong mark, IBufferWriter<byte> output)
    {
        switch (answer)
        {
            case IdentifyDone m: FrameWriter.Identity(output, mark, m.ClientId); break;
            case ListClientsDone m: FrameWriter.List(output, mark, m.Ids); break;
            case EchoDone m: FrameWriter.Echo(output, mark, m.Content.Span); break;
            case RelayDone m: FrameWriter.Receipt(output, mark, m.Receivers); break;
            case Failed m: FrameWriter.Error(output, mark, HubErrors.CodeOf(m), HubErrors.TextOf(m)); break;
        }
    }

    // Marks are our own writing: they are as we read them. None is as good as 0.
    private static ulong Next(ref SequenceReader<byte> marks) =>
        Varint.Read(ref marks, out var mark) == VarintResult.Complete ? mark : 0;
}
