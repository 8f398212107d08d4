using System.Buffers;
using System.Globalization;
using System.Text;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Tcp.Text;

/// <summary>Answers in text form (contracts §3): lines of the server in ASCII, an echo as it came.</summary>
internal static class TextAnswers
{
    private const int NumberLengthMax = 20;

    public static void Write(Answer answer, IBufferWriter<byte> output)
    {
        switch (answer)
        {
            case IdentifyDone m: WriteIdentity(m.ClientId, output); break;
            case ListClientsDone m: WriteList(m.Ids, output); break;
            case EchoDone m: output.Write(m.Content.Span); break;
            case Failed m: WriteError(HubErrors.TextOf(m), output); break;
        }
    }

    public static ReadOnlyMemory<byte> Error(string text)
    {
        var output = new ArrayBufferWriter<byte>();
        WriteError(text, output);
        return output.WrittenMemory;
    }

    private static void WriteError(string text, IBufferWriter<byte> output)
    {
        output.Write("[Server] Error: "u8);
        Encoding.ASCII.GetBytes(text, output);
        output.Write("\n"u8);
    }

    private static void WriteIdentity(ulong id, IBufferWriter<byte> output)
    {
        output.Write("[Server] Your ID is "u8);
        WriteNumber(id, output);
        output.Write("\n"u8);
    }

    private static void WriteList(IReadOnlyList<ulong> ids, IBufferWriter<byte> output)
    {
        output.Write("[Server] Client IDs are "u8);
        for (var i = 0; i < ids.Count; i++)
        {
            if (i > 0) output.Write(", "u8);
            WriteNumber(ids[i], output);
        }
        output.Write("\n"u8);
    }

    private static void WriteNumber(ulong number, IBufferWriter<byte> output)
    {
        number.TryFormat(
            output.GetSpan(NumberLengthMax), out var length, default, CultureInfo.InvariantCulture);
        output.Advance(length);
    }
}
