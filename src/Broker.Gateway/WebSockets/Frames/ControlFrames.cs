using System.Text;
using Broker.Actors.Connections;

namespace Broker.Gateway.WebSockets.Frames;

/// <summary>The control frames a server sends (RFC 6455 §5.5).</summary>
internal static class ControlFrames
{
    public static readonly ReadOnlyMemory<byte> Ping = Frame(Opcode.Ping, []);

    public static ReadOnlyMemory<byte> Pong(ReadOnlySpan<byte> payload) => Frame(Opcode.Pong, payload);

    public static ReadOnlyMemory<byte> Close(CloseReason reason)
    {
        Span<byte> frame = stackalloc byte[FrameWriter.ControlFrameMax];
        var length = FrameWriter.WriteClose(frame, (CloseCode)reason.Code, reason.Text);
        return frame[..length].ToArray();
    }

    /// <summary>A violation as a reason: its code, and its own words.</summary>
    public static CloseReason ReasonOf(FrameViolation violation) => violation.CloseCode() switch
    {
        CloseCode.MessageTooBig => CloseReason.MessageTooBig,
        CloseCode.InvalidData => CloseReason.InvalidText,
        _ => CloseReason.ProtocolError with { Text = $"protocol error: {Words(violation)}" },
    };

    // MessageInsideMessage → "message inside message"
    private static string Words(FrameViolation violation)
    {
        var words = new StringBuilder();
        foreach (var letter in violation.ToString())
        {
            if (char.IsUpper(letter) && words.Length > 0) words.Append(' ');
            words.Append(char.ToLowerInvariant(letter));
        }
        return words.ToString();
    }

    private static ReadOnlyMemory<byte> Frame(Opcode opcode, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[FrameWriter.FrameLength(payload.Length)];
        FrameWriter.WriteFrame(frame, opcode, payload);
        return frame;
    }
}
