using System.Buffers;
using Broker.Gateway.Text;

namespace Broker.Gateway.Auction;

/// <summary>
/// What <c>/v1/stream</c> sends (contracts §5): always these five fields. <c>data</c> is a text that holds
/// JSON; <c>code</c> is never set.
/// </summary>
internal static class StreamJson
{
    /// <summary><c>{"data":null,"error":null,"code":null,"message":"…","Kill":false}</c></summary>
    public static void WriteMessage(this IBufferWriter<byte> output, string message) =>
        output.WriteEvent(data: default, error: null, message, kill: false);

    /// <summary><c>{"data":null,"error":"…","code":null,"message":null,"Kill":true}</c></summary>
    /// <param name="output">Takes the event.</param>
    /// <param name="error">What is wrong.</param>
    /// <param name="kill">Whether the connection ends behind it.</param>
    public static void WriteStreamError(this IBufferWriter<byte> output, string error, bool kill) =>
        output.WriteEvent(data: default, error, message: null, kill);

    /// <summary><c>{"data":"[]","error":null,"code":null,"message":null,"Kill":false}</c></summary>
    /// <param name="output">Takes the event.</param>
    /// <param name="data">JSON, which goes out as text.</param>
    /// <param name="message">What it is, where it was not asked for.</param>
    public static void WriteData(
        this IBufferWriter<byte> output, ReadOnlySpan<byte> data, string? message = null) =>
        output.WriteEvent(data, error: null, message, kill: false);

    private static void WriteEvent(
        this IBufferWriter<byte> output, ReadOnlySpan<byte> data, string? error, string? message, bool kill)
    {
        output.Write("""{"data":"""u8);
        if (data.IsEmpty) output.Write("null"u8);
        else output.WriteJsonString(data);
        output.Write(""","error":"""u8);
        output.WriteTextOrNull(error);
        output.Write(""","code":null,"message":"""u8);
        output.WriteTextOrNull(message);
        output.Write(kill ? ",\"Kill\":true}"u8 : ",\"Kill\":false}"u8);
    }

    private static void WriteTextOrNull(this IBufferWriter<byte> output, string? text)
    {
        if (text is null) output.Write("null"u8);
        else output.WriteJsonString(text);
    }
}
