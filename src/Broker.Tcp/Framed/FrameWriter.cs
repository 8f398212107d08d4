using System.Buffers;
using System.Text;

namespace Broker.Tcp.Framed;

/// <summary>
/// The server's frames: a length of what follows it, a type, fields (docs/protocol.md §6.9).
/// </summary>
internal static class FrameWriter
{
    /// <summary>The version of the framed form that this server speaks.</summary>
    public const byte Version = 1;

    /// <summary><c>HELLO nonce version id</c></summary>
    public static void Hello(IBufferWriter<byte> output, ReadOnlySpan<byte> nonce, ulong id)
    {
        Head(output, FrameType.Hello, nonce.Length + 1 + Varint.LengthOf(id));
        output.Write(nonce);
        output.Write([Version]);
        Varint.Write(output, id);
    }

    /// <summary><c>IDENTITY request id</c></summary>
    public static void Identity(IBufferWriter<byte> output, ulong request, ulong id) =>
        Numbers(output, FrameType.IdentityDone, request, id);

    /// <summary><c>RECEIPT request receivers</c></summary>
    public static void Receipt(IBufferWriter<byte> output, ulong request, int receivers) =>
        Numbers(output, FrameType.Receipt, request, (ulong)receivers);

    /// <summary>
    /// <c>LIST request count id…</c>, each id as what it is more than the one before: dense ids take a byte.
    /// </summary>
    public static void List(IBufferWriter<byte> output, ulong request, IReadOnlyList<ulong> ids)
    {
        var length = Varint.LengthOf(request) + Varint.LengthOf((ulong)ids.Count);
        for (var i = 0; i < ids.Count; i++) length += Varint.LengthOf(Step(ids, i));

        Head(output, FrameType.ListDone, length);
        Varint.Write(output, request);
        Varint.Write(output, (ulong)ids.Count);
        for (var i = 0; i < ids.Count; i++) Varint.Write(output, Step(ids, i));
    }

    /// <summary><c>ECHO request body</c></summary>
    public static void Echo(IBufferWriter<byte> output, ulong request, ReadOnlySpan<byte> body)
    {
        Head(output, FrameType.EchoDone, Varint.LengthOf(request) + body.Length);
        Varint.Write(output, request);
        output.Write(body);
    }

    /// <summary><c>ERROR request code text</c></summary>
    public static void Error(IBufferWriter<byte> output, ulong request, int code, string text)
    {
        Head(output, FrameType.Error,
            Varint.LengthOf(request) + Varint.LengthOf((ulong)code) + Encoding.UTF8.GetByteCount(text));
        Varint.Write(output, request);
        Varint.Write(output, (ulong)code);
        Encoding.UTF8.GetBytes(text, output);
    }

    /// <summary><c>GOODBYE code text</c></summary>
    public static void Goodbye(IBufferWriter<byte> output, int code, string text)
    {
        Head(output, FrameType.Goodbye, Varint.LengthOf((ulong)code) + Encoding.UTF8.GetByteCount(text));
        Varint.Write(output, (ulong)code);
        Encoding.UTF8.GetBytes(text, output);
    }

    /// <param name="output">Takes the length and the type.</param>
    /// <param name="type">What the frame is.</param>
    /// <param name="fieldsLength">Of what the caller writes next.</param>
    public static void Head(IBufferWriter<byte> output, FrameType type, int fieldsLength)
    {
        Varint.Write(output, 1 + (ulong)fieldsLength);
        output.Write([(byte)type]);
    }

    private static void Numbers(IBufferWriter<byte> output, FrameType type, ulong request, ulong number)
    {
        Head(output, type, Varint.LengthOf(request) + Varint.LengthOf(number));
        Varint.Write(output, request);
        Varint.Write(output, number);
    }

    private static ulong Step(IReadOnlyList<ulong> ids, int index) =>
        index == 0 ? ids[0] : ids[index] - ids[index - 1];
}
