using System.Buffers.Binary;
using Broker.Actors.Journal;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Hub;

/// <summary>
/// Contents in the journal, for inboxes of other nodes: by whom it was put there, how many inboxes, their
/// client ids, then the contents as <see cref="IRelayEncoder"/> writes them. Numbers take 8 bytes,
/// little-endian; the count takes 2.
/// </summary>
internal static class RelayEvent
{
    private const ushort Type = 1;
    private const int HeaderBytes = sizeof(ulong) + sizeof(ushort);

    /// <summary>The one stream that they are all in, so that they keep the order of their sender.</summary>
    public static StreamName Stream { get; } = StreamName.Parse("hub.relays");

    /// <param name="origin">The process, to know its own again.</param>
    public static Event Write(ulong origin, IReadOnlyList<ulong> to, ReadOnlySpan<byte> contents)
    {
        var bytes = new byte[HeaderBytes + (to.Count * sizeof(ulong)) + contents.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, origin);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(sizeof(ulong)), checked((ushort)to.Count));
        var rest = bytes.AsSpan(HeaderBytes);
        foreach (var id in to)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(rest, id);
            rest = rest[sizeof(ulong)..];
        }
        contents.CopyTo(rest);
        return new Event(Type, bytes);
    }

    /// <summary>False for what is no relay, and for what <paramref name="origin"/> itself wrote.</summary>
    public static bool TryRead(
        Recorded recorded, ulong origin, out ChannelName[] to, out ReadOnlySpan<byte> contents)
    {
        to = [];
        contents = default;
        var bytes = recorded.Payload.Span;
        if (recorded.Type != Type || bytes.Length < HeaderBytes) return false;
        if (BinaryPrimitives.ReadUInt64LittleEndian(bytes) == origin) return false;

        var count = BinaryPrimitives.ReadUInt16LittleEndian(bytes[sizeof(ulong)..]);
        var rest = bytes[HeaderBytes..];
        if (rest.Length < count * sizeof(ulong)) return false;

        to = new ChannelName[count];
        for (var i = 0; i < count; i++)
            to[i] = HubReceivers.InboxOf(
                BinaryPrimitives.ReadUInt64LittleEndian(rest[(i * sizeof(ulong))..]));
        contents = rest[(count * sizeof(ulong))..];
        return true;
    }
}
