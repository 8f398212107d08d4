using System.Buffers;
using Broker.Actors;
using Broker.Actors.Delivery;
using Broker.Gateway.Text;
using Broker.Gateway.WebSockets.Frames;

namespace Broker.Gateway.Chat;

/// <summary>
/// A publication as Chat clients see it (contracts §2), in one text frame:
/// <c>{"sender":"…","channel_name":"…","sent_at":"2026-11-21T12:42:01.1234567+00:00","content":"…"}</c>
/// Written by hand, because it is the hot path: nothing is allocated but what the output takes.
/// </summary>
internal sealed class ChatEncoding : IWireEncoding
{
    public static readonly ChatEncoding Instance = new();

    // Room for both names of usual length; longer ones are rented.
    private const int StackBytesMax = 512;

    // The fixed parts of the envelope, and the time.
    private const int EnvelopeFixedBytes = 128;

    private ChatEncoding()
    {
    }

    public Protocol Protocol => Protocol.Chat;

    public void Encode(Publication publication, IBufferWriter<byte> output)
    {
        var content = publication.Content.Span;
        if (!publication.IsText) content = Utf8Repair.Repair(content);

        var names = publication.Sender.Length + publication.Channel.Value.Length;
        var envelopeMax = EnvelopeFixedBytes + JsonEscaping.EscapedLengthMax(names);
        var rented = envelopeMax > StackBytesMax ? ArrayPool<byte>.Shared.Rent(envelopeMax) : null;
        var envelope = rented ?? stackalloc byte[StackBytesMax];

        WriteFrame(envelope[..WriteEnvelope(publication, envelope)], content, output);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
    }

    // The content is measured first, not its bound reserved: that would be six times as long.
    private static void WriteFrame(
        ReadOnlySpan<byte> envelope, ReadOnlySpan<byte> content, IBufferWriter<byte> output)
    {
        var end = "\"}"u8;
        var length = envelope.Length + JsonEscaping.EscapedLength(content) + end.Length;
        var frame = output.GetSpan(FrameWriter.FrameLength(length));

        var at = FrameWriter.WriteHeader(frame, Opcode.Text, length);
        at += Put(envelope, frame[at..]);
        at += JsonEscaping.Escape(content, frame[at..]);
        at += Put(end, frame[at..]);
        output.Advance(at);
    }

    /// <summary>Everything ahead of the content.</summary>
    private static int WriteEnvelope(Publication publication, Span<byte> destination)
    {
        var at = Put("{\"sender\":\""u8, destination);
        at += JsonEscaping.Escape(publication.Sender, destination[at..]);
        at += Put("\",\"channel_name\":\""u8, destination[at..]);
        at += JsonEscaping.Escape(publication.Channel.Value, destination[at..]);
        at += Put("\",\"sent_at\":\""u8, destination[at..]);
        publication.SentAt.ToUniversalTime().TryFormat(destination[at..], out var timeLength, "O");
        at += timeLength;
        return at + Put("\",\"content\":\""u8, destination[at..]);
    }

    private static int Put(ReadOnlySpan<byte> bytes, Span<byte> destination)
    {
        bytes.CopyTo(destination);
        return bytes.Length;
    }
}
