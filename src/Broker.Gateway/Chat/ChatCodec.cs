using System.Buffers;
using System.Diagnostics;
using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Gateway.Text;
using Broker.Gateway.WebSockets.Frames;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Chat;

/// <summary>
/// A Chat client's answers as complete text frames (contracts §2). The object begins as the contract shows
/// it; the request's <c>id</c>, as the client wrote it, stands behind the rest:
/// <c>{"status":"ok","info":{…},"id":7}</c>.
/// </summary>
internal static class ChatCodec
{
    private static readonly ReadOnlyMemory<byte> Ok = Frame("""{"status":"ok"}"""u8);

    public static ReadOnlyMemory<byte> Encode(Answer answer)
    {
        if (IsBareOk(answer)) return Ok;

        var json = new ArrayBufferWriter<byte>();
        WriteJson(answer, json);
        return Frame(json.WrittenSpan);
    }

    /// <summary>Writes the frames one behind the other.</summary>
    public static void Encode(ReadOnlySpan<Answer> answers, IBufferWriter<byte> output)
    {
        ArrayBufferWriter<byte>? json = null;
        foreach (var answer in answers)
        {
            if (IsBareOk(answer))
            {
                output.Write(Ok.Span);
                continue;
            }

            json ??= new ArrayBufferWriter<byte>();
            json.ResetWrittenCount();
            WriteJson(answer, json);
            FrameWriter.WriteFrame(output, Opcode.Text, json.WrittenSpan);
        }
    }

    /// <summary>The first frame of every connection that is let in.</summary>
    public static ReadOnlyMemory<byte> EncodeGreeting(string clientName)
    {
        var json = new ArrayBufferWriter<byte>();
        json.Write("""{"status":"ok","info":{"client_name":"""u8);
        json.WriteJsonString(clientName);
        json.Write("}}"u8);
        return Frame(json.WrittenSpan);
    }

    /// <summary>The only frame, but for the close, of a connection that is not let in.</summary>
    public static ReadOnlyMemory<byte> EncodeRefusal(CloseReason reason, string? clientName)
    {
        var json = new ArrayBufferWriter<byte>();
        WriteError(ChatDetails.Of(reason, clientName), json);
        json.Write("}"u8);
        return Frame(json.WrittenSpan);
    }

    private static bool IsBareOk(Answer answer) => answer is Done { Id.IsEmpty: true };

    private static void WriteJson(Answer answer, IBufferWriter<byte> json)
    {
        switch (answer)
        {
            case Done: json.Write("""{"status":"ok" """u8[..^1]); break;
            case SubscribeDone m: WriteSubscribed(m.Subscribed, json); break;
            case ListDone m: WriteList(m.Channels, json); break;
            case Failed m: WriteError(ChatDetails.Of(m), json); break;
            default: throw new UnreachableException(answer.GetType().Name);
        }

        if (!answer.Id.IsEmpty)
        {
            json.Write(""","id":"""u8);
            json.Write(answer.Id.Span);
        }
        json.Write("}"u8);
    }

    private static void WriteSubscribed(LocalChannelProtocol.Subscribed subscribed, IBufferWriter<byte> json)
    {
        json.Write("""{"status":"ok","info":{"channel_name":"""u8);
        json.WriteJsonString(subscribed.Channel.Value);
        json.Write(""","total_subscribers":"""u8);
        json.WriteNumber(subscribed.Subscribers);
        json.Write("}"u8);
    }

    private static void WriteList(IReadOnlyList<string> channels, IBufferWriter<byte> json)
    {
        json.Write("""{"status":"ok","info":{"channels":["""u8);
        for (var i = 0; i < channels.Count; i++)
        {
            if (i > 0) json.Write(","u8);
            json.WriteJsonString(channels[i]);
        }
        json.Write("]}"u8);
    }

    private static void WriteError(string detail, IBufferWriter<byte> json)
    {
        json.Write("""{"status":"error","info":{"detail":"""u8);
        json.WriteJsonString(detail);
        json.Write("}"u8);
    }

    private static byte[] Frame(ReadOnlySpan<byte> json)
    {
        var frame = new byte[FrameWriter.FrameLength(json.Length)];
        FrameWriter.WriteFrame(frame, Opcode.Text, json);
        return frame;
    }
}
