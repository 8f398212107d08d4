using System.Buffers.Binary;
using Akka.Serialization;
using Broker.Actors.Persistence.Proto;
using Google.Protobuf;

namespace Broker.Actors.Persistence;

/// <summary>
/// <see cref="StoredEvent"/> as bytes of the store: an <see cref="EventEnvelope"/> that begins with a
/// checksum over all that follows. Whatever does not match it was not stored by us, and is refused.
/// </summary>
public sealed class EventSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    // A tag of one byte and four or eight bytes; the event's own tag is one byte too.
    private const int ChecksumBytes = 1 + sizeof(uint);
    private const int HeadBytes = ChecksumBytes + (2 * (1 + sizeof(ulong))) + 1;
    private const byte ChecksumTag =
        (EventEnvelope.ChecksumFieldNumber << 3) | (byte)WireFormat.WireType.Fixed32;

    /// <summary>Stored beside each event; it never changes.</summary>
    public override int Identifier => 3501;

    public override string Manifest(object o) => Stored(o).Event.Descriptor.Name;

    public override byte[] ToBinary(object obj)
    {
        var stored = Stored(obj);
        var size = stored.Event.CalculateSize();
        var bytes = new byte[HeadBytes + CodedOutputStream.ComputeLengthSize(size) + size];
        using (var output = new CodedOutputStream(bytes))
        {
            output.WriteTag(EventEnvelope.ChecksumFieldNumber, WireFormat.WireType.Fixed32);
            output.WriteFixed32(0);
            output.WriteTag(EventEnvelope.GenerationFieldNumber, WireFormat.WireType.Fixed64);
            output.WriteFixed64(stored.Generation.Number);
            output.WriteTag(EventEnvelope.PreviousFieldNumber, WireFormat.WireType.Fixed64);
            output.WriteFixed64(stored.Previous.Number);
            output.WriteTag(EventEnvelope.EventFieldNumber, WireFormat.WireType.LengthDelimited);
            output.WriteLength(size);
            stored.Event.WriteTo(output);
        }
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), Crc32C.Of(bytes.AsSpan(ChecksumBytes)));
        return bytes;
    }

    /// <exception cref="InvalidDataException">
    /// The bytes are damaged, or of a message that this version does not know.
    /// </exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (!EventTypes.ByManifest.TryGetValue(manifest, out var type))
            throw new InvalidDataException($"a stored event is of the unknown type '{manifest}'");
        if (!IsWhole(bytes))
            throw new InvalidDataException($"a stored {manifest} is damaged: its checksum does not match");

        var envelope = EventEnvelope.Parser.ParseFrom(bytes);
        return new StoredEvent(
            type.Parser.ParseFrom(envelope.Event),
            new Generation(envelope.Generation),
            new Generation(envelope.Previous));
    }

    private static bool IsWhole(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= ChecksumBytes
        && bytes[0] == ChecksumTag
        && BinaryPrimitives.ReadUInt32LittleEndian(bytes[1..]) == Crc32C.Of(bytes[ChecksumBytes..]);

    private static StoredEvent Stored(object o) => o as StoredEvent
        ?? throw new ArgumentException($"{o?.GetType()} is not what persistent actors store", nameof(o));
}
