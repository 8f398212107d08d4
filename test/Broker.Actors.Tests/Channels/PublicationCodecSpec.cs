using Broker.Actors.Channels;
using Broker.Actors.Journal;
using FsCheck;
using FsCheck.Fluent;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Actors.Tests.Channels;

public class PublicationCodecSpec
{
    private static readonly string LongName = new('n', ChannelName.BytesMax);

    [Theory]
    [InlineData("news", "alice", "hello", true, null, 0UL)]
    [InlineData("$user.bob", "", "", false, "key", ulong.MaxValue)]
    [InlineData("ä/ö", "böb", "\n", true, "", 1UL)]
    public void Gives_back_what_was_published(
        string channel, string sender, string content, bool isText, string? key, ulong origin) =>
        AssertRoundTrip(channel, sender, content, isText, key, origin);

    [Fact]
    public void A_name_that_is_too_long_for_a_stream_comes_back_too()
    {
        Assert.True(ChannelStream.IsHashed(ChannelStream.NameOf(Name(LongName))));
        Assert.NotEqual(
            ChannelStream.NameOf(Name(LongName)), ChannelStream.NameOf(Name(LongName[1..] + "m")));
        AssertRoundTrip(LongName, "alice", "hello", isText: true, key: "k", origin: 3);
    }

    [Fact]
    public void What_is_cut_off_or_strange_is_no_publication()
    {
        var stream = ChannelStream.NameOf(Name("news"));
        var bytes = Write(stream, Name("news"), "alice", [], isText: true, "key", 5).Payload.ToArray();
        for (var length = 0; length < bytes.Length; length++)
            Assert.Null(
                PublicationCodec.Read(Recorded(stream, PublicationCodec.Type, bytes.AsMemory(0, length))));

        Assert.Null(PublicationCodec.Read(Recorded(stream, 2, bytes)));
        Assert.Null(
            PublicationCodec.Read(Recorded(StreamName.Parse("offer.1"), PublicationCodec.Type, bytes)));
        bytes[0] |= 0x80;
        Assert.Null(PublicationCodec.Read(Recorded(stream, PublicationCodec.Type, bytes)));
    }

    [Fact]
    public void No_bytes_make_it_fail() =>
        Prop.ForAll<byte[]>(bytes =>
            PublicationCodec.Read(
                Recorded(StreamName.Parse("channel.a"), PublicationCodec.Type, bytes ?? []))
                is null or { Publication.Offset: 9 })
            .QuickCheckThrowOnFailure();

    private static void AssertRoundTrip(
        string channel, string sender, string content, bool isText, string? key, ulong origin)
    {
        var (name, stream) = (Name(channel), ChannelStream.NameOf(Name(channel)));
        var written = Write(stream, name, sender, Listener.Bytes(content), isText, key, origin);
        var read = PublicationCodec.Read(Recorded(stream, written.Type, written.Payload))!;

        Assert.Equal((name, 9, SpecTime.Start, sender, isText, key, origin), (
            read.Publication.Channel, read.Publication.Offset, read.Publication.SentAt,
            read.Publication.Sender, read.Publication.IsText, read.Key, read.Origin));
        Assert.Equal(content, System.Text.Encoding.UTF8.GetString(read.Publication.Content.Span));
    }

    private static Event Write(
        StreamName stream, ChannelName channel, string sender, byte[] content, bool isText, string? key,
        ulong origin) =>
        PublicationCodec.Write(stream, new StoredPublication(
            new Publication(channel, 0, SpecTime.Start, sender, content, isText), key, origin));

    private static Recorded Recorded(StreamName stream, ushort type, ReadOnlyMemory<byte> payload) =>
        new(stream, Version: 9, Position: 77, type, payload);

    private static ChannelName Name(string text)
    {
        Assert.True(ChannelName.TryRestore(text, out var name));
        return name;
    }
}
