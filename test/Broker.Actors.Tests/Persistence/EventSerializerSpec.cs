using Akka.Configuration;
using Broker.Actors.Auction.Proto;
using Broker.Actors.Ids.Proto;
using Broker.Actors.Persistence;
using Broker.Actors.Persistence.Proto;
using Google.Protobuf;

namespace Broker.Actors.Tests.Persistence;

public sealed class EventSerializerSpec() : TestKit(
    ConfigurationFactory.FromResource("persistence.conf", typeof(EventSerializer).Assembly))
{
    private static readonly StoredEvent Sample = new(
        new AccountCreated { Username = "Ann", PasswordHash = "hash" },
        new Generation(0x11),
        new Generation(0x22));

    private EventSerializer Serializer => (EventSerializer)Sys.Serialization.FindSerializerFor(Sample);

    [Fact]
    public void Reads_what_it_writes()
    {
        foreach (var type in EventTypes.ByManifest.Values)
        {
            var stored = Sample with { Event = type.Parser.ParseFrom(ReadOnlySpan<byte>.Empty) };
            Assert.Equal(
                stored, Serializer.FromBinary(Serializer.ToBinary(stored), Serializer.Manifest(stored)));
        }
        Assert.Equal(Sample, Serializer.FromBinary(Serializer.ToBinary(Sample), "AccountCreated"));
    }

    [Fact]
    public void Writes_an_envelope_that_any_Protobuf_reader_reads()
    {
        var envelope = EventEnvelope.Parser.ParseFrom(Serializer.ToBinary(Sample));

        Assert.Equal((0x11ul, 0x22ul), (envelope.Generation, envelope.Previous));
        Assert.Equal(Sample.Event.ToByteString(), envelope.Event);
    }

    [Fact]
    public void Refuses_every_flipped_bit()
    {
        var bytes = Serializer.ToBinary(Sample);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Throws<InvalidDataException>(() => Serializer.FromBinary(bytes, "AccountCreated"));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Refuses_every_cut()
    {
        var bytes = Serializer.ToBinary(Sample);
        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<InvalidDataException>(
                () => Serializer.FromBinary(bytes[..length], "AccountCreated"));
    }

    [Fact]
    public void Refuses_a_message_of_a_later_version()
    {
        var refusal = Assert.Throws<InvalidDataException>(
            () => Serializer.FromBinary(Serializer.ToBinary(Sample), "NotYetKnown"));

        Assert.Contains("NotYetKnown", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_what_is_no_stored_event() =>
        Assert.Throws<ArgumentException>(() => Serializer.ToBinary(new IdsReserved()));

    [Fact]
    public void Reads_fields_of_a_later_version_and_passes_over_them()
    {
        // Two empty messages are what an event with only unknown fields looks like.
        var later = new StoredEvent(
            new OfferChange { Sold = new SoldOffer { Place = 7 } }, new Generation(1), Generation.None);

        var read = (StoredEvent)Serializer.FromBinary(Serializer.ToBinary(later), "IdsReserved");

        Assert.Equal(0ul, ((IdsReserved)read.Event).Next);
    }
}
