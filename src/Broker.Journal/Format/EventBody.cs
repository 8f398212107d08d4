using System.Buffers.Binary;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Format;

/// <summary>
/// The body of a record of events, <c>(u16 type | u32 payload bytes | payload)*</c>, and of a trim,
/// <c>i64</c> the last version that the stream had.
/// </summary>
internal static class EventBody
{
    public const int OverheadBytes = 6;
    public const int TrimBytes = 8;

    public static long BytesOf(IReadOnlyList<Event> events)
    {
        var bytes = 0L;
        for (var i = 0; i < events.Count; i++) bytes += OverheadBytes + events[i].Payload.Length;
        return bytes;
    }

    public static void Write(IReadOnlyList<Event> events, Span<byte> body)
    {
        for (var i = 0; i < events.Count; i++)
        {
            var payload = events[i].Payload.Span;
            BinaryPrimitives.WriteUInt16LittleEndian(body, events[i].Type);
            BinaryPrimitives.WriteInt32LittleEndian(body[2..], payload.Length);
            payload.CopyTo(body[OverheadBytes..]);
            body = body[(OverheadBytes + payload.Length)..];
        }
    }

    /// <summary>Takes the first event off a body whose checksum was right.</summary>
    public static Event Take(ref ReadOnlySpan<byte> body)
    {
        var type = BinaryPrimitives.ReadUInt16LittleEndian(body);
        var length = BinaryPrimitives.ReadInt32LittleEndian(body[2..]);
        var payload = body.Slice(OverheadBytes, length).ToArray();
        body = body[(OverheadBytes + length)..];
        return new Event(type, payload);
    }

    public static void WriteTrim(long lastVersion, Span<byte> body) =>
        BinaryPrimitives.WriteInt64LittleEndian(body, lastVersion);

    public static long ReadTrim(ReadOnlySpan<byte> body) => BinaryPrimitives.ReadInt64LittleEndian(body);
}
