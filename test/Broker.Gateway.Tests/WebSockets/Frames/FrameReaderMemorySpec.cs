using Broker.Gateway.WebSockets.Frames;

namespace Broker.Gateway.Tests.WebSockets.Frames;

public class FrameReaderMemorySpec
{
    private const int MessageBytesMax = 1 << 20;

    private static readonly FrameReaderSettings Settings = new(MessageBytesMax);

    [Fact]
    public void Holds_nothing_before_and_after_a_message()
    {
        using var reading = new Reading(Settings);
        Assert.Equal(0, reading.HeldBytes);

        reading.Feed([.. ClientFrame.Text("hello"), .. ClientFrame.Of(Opcode.Ping, "hello"u8)]);
        Assert.Equal((2, 0), (reading.Events.Count, reading.HeldBytes));
        Assert.NotEqual(0, reading.HeldBytesMax);
    }

    [Fact]
    public void Rents_no_more_for_a_short_message_than_it_needs()
    {
        using var reading = new Reading(Settings);
        reading.Feed(ClientFrame.Text("hello"));
        Assert.InRange(reading.HeldBytesMax, 5, 16);
    }

    [Fact]
    public void Believes_no_announced_length()
    {
        using var reading = new Reading(Settings);
        reading.Feed([.. ClientFrame.Head(Opcode.Binary, 127, MessageBytesMax), 1, 2, 3]);
        Assert.InRange(reading.HeldBytes, 3, 2048);
    }

    [Fact]
    public void Grows_with_what_has_arrived_and_never_over_the_limit()
    {
        using var reading = new Reading(Settings);
        reading.Feed(ClientFrame.Head(Opcode.Binary, 127, MessageBytesMax));
        for (var sent = 1000; sent < MessageBytesMax; sent += 1000)
        {
            reading.Feed(new byte[1000]);
            Assert.InRange(reading.HeldBytes, sent, Math.Min(MessageBytesMax, 4 * sent));
        }

        Assert.Equal(0, reading.RestLength);
    }

    [Fact]
    public void Consumes_payload_before_its_frame_is_complete()
    {
        using var reading = new Reading(Settings);
        reading.Feed([.. ClientFrame.Head(Opcode.Binary, 127, 70_000), .. new byte[50_000]]);
        Assert.Equal(0, reading.RestLength);
    }

    [Fact]
    public void Keeps_the_payload_of_an_event_until_the_next_call()
    {
        using var reader = new FrameReader(Settings);
        var input = Sequence.Of(ClientFrame.Text("hello"), segmentLength: 4);
        var read = reader.Read(ref input);
        Assert.Equal("hello"u8, read.Payload.Span);
        Assert.NotEqual(0, reader.HeldBytes);

        reader.Read(ref input);
        Assert.Equal(0, reader.HeldBytes);
    }

    [Fact]
    public void Gives_back_an_unfinished_message_when_disposed()
    {
        var reader = new FrameReader(Settings);
        var input = Sequence.Of(ClientFrame.Text("hello", fin: false), segmentLength: 100);
        reader.Read(ref input);
        Assert.True(reader.IsInMessage);
        Assert.NotEqual(0, reader.HeldBytes);

        reader.Dispose();
        reader.Dispose();
        Assert.Equal(0, reader.HeldBytes);
    }

    [Fact]
    public void Gives_back_an_unfinished_message_when_the_client_closes()
    {
        using var reading = new Reading(Settings);
        reading.Feed([.. ClientFrame.Text("hello", fin: false), .. ClientFrame.Close(1000)]);
        Assert.Equal(0, reading.HeldBytes);
    }

    [Fact]
    public void Stores_no_payload_that_is_ignored()
    {
        using var reading = new Reading(Settings with { IgnorePayload = true });
        reading.Feed(ClientFrame.Of(Opcode.Text, "a long story "u8));
        reading.Feed(ClientFrame.Of(Opcode.Binary, new byte[5000]));
        Assert.Equal(["text ", "binary "], reading.Events);
        Assert.Equal(0, reading.HeldBytesMax);

        reading.Feed(ClientFrame.Of(Opcode.Ping, "hi"u8));
        Assert.Equal("ping 6869", reading.Events[^1]);
    }
}
