using System.Buffers;
using Broker.Actors;
using Broker.Actors.Channels;
using Broker.Gateway.Text;

namespace Broker.Gateway.Users;

/// <summary>
/// A user's messages, and what a structured socket is told besides, as JSON (contracts §4).
/// </summary>
internal static class InboxJson
{
    /// <summary><c>{"type":"message","offset":1,"sent_at":"…","content":"…"}</c></summary>
    public static void WriteEvent(IBufferWriter<byte> output, Publication publication)
    {
        output.Write("""{"type":"message","""u8);
        WriteFields(output, publication);
    }

    /// <summary><c>[{"offset":1,"sent_at":"…","content":"…"}]</c></summary>
    public static void WriteArray(IBufferWriter<byte> output, IReadOnlyList<Publication> publications)
    {
        output.Write("["u8);
        for (var i = 0; i < publications.Count; i++)
        {
            output.Write(i == 0 ? "{"u8 : ",{"u8);
            WriteFields(output, publications[i]);
        }
        output.Write("]"u8);
    }

    /// <summary>
    /// <c>{"type":"gap","offset":7,"epoch":"…"}</c>: it cannot be proved that nothing is missing between
    /// <c>since</c> and what follows.
    /// </summary>
    public static void WriteGap(IBufferWriter<byte> output, LocalChannelProtocol.Subscribed subscribed)
    {
        output.Write("""{"type":"gap","offset":"""u8);
        output.WriteNumber(subscribed.Offset);
        output.Write(""","epoch":"""u8);
        output.WriteJsonString(subscribed.Epoch);
        output.Write("}"u8);
    }

    /// <summary><c>{"type":"renewed","expires_at":"…"}</c></summary>
    public static void WriteRenewed(IBufferWriter<byte> output, DateTimeOffset expiresAt)
    {
        output.Write("{\"type\":\"renewed\",\"expires_at\":\""u8);
        output.WriteTime(expiresAt);
        output.Write("\"}"u8);
    }

    /// <summary><c>{"type":"error","detail":"…"}</c></summary>
    public static void WriteError(IBufferWriter<byte> output, string detail)
    {
        output.Write("""{"type":"error","detail":"""u8);
        output.WriteJsonString(detail);
        output.Write("}"u8);
    }

    private static void WriteFields(IBufferWriter<byte> output, Publication publication)
    {
        output.Write("\"offset\":"u8);
        output.WriteNumber(publication.Offset);
        output.Write(",\"sent_at\":\""u8);
        output.WriteTime(publication.SentAt);
        output.Write("\",\"content\":"u8);
        output.WriteJsonString(publication.Content.Span);
        output.Write("}"u8);
    }
}
