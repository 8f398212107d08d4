using System.Buffers.Binary;
using System.Text;
using Broker.Actors.Journal;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Channels;

/// <summary>
/// A publication in the journal: flags, the time in ticks of UTC, the origin, then as far as the flags say so
/// the channel, the key and the sender, each behind its length in two bytes; the content is the rest. Numbers
/// are little-endian.
/// </summary>
internal static class PublicationCodec
{
    /// <summary>The type of its events.</summary>
    public const ushort Type = 1;

    private const byte IsText = 1;
    private const byte HasChannel = 2;
    private const byte HasKey = 4;
    private const int HeaderBytes = 1 + sizeof(long) + sizeof(ulong);
    private const byte Known = IsText | HasChannel | HasKey;

    public static Event Write(StreamName stream, StoredPublication stored)
    {
        var (publication, key, origin) = stored;
        var channel = ChannelStream.IsHashed(stream) ? publication.Channel.Value : null;
        var bytes = new byte[HeaderBytes + SizeOf(channel) + SizeOf(key) + SizeOf(publication.Sender)
            + publication.Content.Length];
        bytes[0] = (byte)((publication.IsText ? IsText : 0)
            | (channel is null ? 0 : HasChannel) | (key is null ? 0 : HasKey));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), publication.SentAt.UtcTicks);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(1 + sizeof(long)), origin);

        var rest = bytes.AsSpan(HeaderBytes);
        if (channel is not null) rest = Put(rest, channel);
        if (key is not null) rest = Put(rest, key);
        rest = Put(rest, publication.Sender);
        publication.Content.Span.CopyTo(rest);
        return new Event(Type, bytes);
    }

    /// <summary>Null for an event that is no publication.</summary>
    public static StoredPublication? Read(Recorded recorded)
    {
        var bytes = recorded.Payload.Span;
        if (recorded.Type != Type || bytes.Length < HeaderBytes || (bytes[0] & ~Known) != 0) return null;

        var ticks = BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]);
        var rest = bytes[HeaderBytes..];
        var isBad = ticks < 0 || ticks > DateTime.MaxValue.Ticks;
        var channelText = (bytes[0] & HasChannel) != 0 ? Take(ref rest, ref isBad) : null;
        var key = (bytes[0] & HasKey) != 0 ? Take(ref rest, ref isBad) : null;
        var sender = Take(ref rest, ref isBad);
        if (isBad || !TryName(recorded.Stream, channelText, out var channel)) return null;

        var publication = new Publication(
            channel!, recorded.Version, new DateTimeOffset(ticks, TimeSpan.Zero), sender,
            recorded.Payload[^rest.Length..], (bytes[0] & IsText) != 0);
        return new StoredPublication(
            publication, key, BinaryPrimitives.ReadUInt64LittleEndian(bytes[(1 + sizeof(long))..]));
    }

    private static bool TryName(StreamName stream, string? text, out ChannelName? channel) => text is null
        ? ChannelStream.TryParse(stream, out channel)
        : ChannelName.TryRestore(text, out channel) && ChannelStream.NameOf(channel) == stream;

    private static int SizeOf(string? text) =>
        text is null ? 0 : sizeof(ushort) + Encoding.UTF8.GetByteCount(text);

    private static Span<byte> Put(Span<byte> to, string text)
    {
        var length = Encoding.UTF8.GetBytes(text, to[sizeof(ushort)..]);
        BinaryPrimitives.WriteUInt16LittleEndian(to, checked((ushort)length));
        return to[(sizeof(ushort) + length)..];
    }

    private static string Take(ref ReadOnlySpan<byte> rest, ref bool isBad)
    {
        var length = rest.Length < sizeof(ushort) ? -1 : BinaryPrimitives.ReadUInt16LittleEndian(rest);
        isBad |= length < 0 || rest.Length - sizeof(ushort) < length;
        if (isBad) return "";

        var text = Encoding.UTF8.GetString(rest.Slice(sizeof(ushort), length));
        rest = rest[(sizeof(ushort) + length)..];
        return text;
    }
}
