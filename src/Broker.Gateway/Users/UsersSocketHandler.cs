using System.Buffers;
using Broker.Actors.Channels;
using Broker.Actors.Connections;
using Broker.Actors.Delivery;
using Broker.Actors.Users;
using Broker.Gateway.Http;
using Broker.Gateway.WebSockets;
using Broker.Gateway.WebSockets.Frames;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Users;

/// <summary>
/// A user's socket (contracts §4): messages one way; the text that a client sends comes back to it. Each
/// connection has its own, which knows whose it is and how long its token is good for.
/// </summary>
internal sealed class UsersSocketHandler(UsersOptions wire, UserToken token) : IWebSocketHandler
{
    private readonly UserName _user = token.User;
    private long _expiresAtTicks = token.ExpiresAt.UtcTicks;

    public string Name => "users";

    public IWireEncoding Encoding => wire.Encoding;

    public FrameReaderSettings Frames => wire.Frames;

    public CloseReason? Overdue =>
        wire.CloseOnExpiry && wire.Time.GetUtcNow().UtcTicks >= Volatile.Read(ref _expiresAtTicks)
            ? CloseReason.TokenExpired
            : null;

    public ReadOnlyMemory<byte> Greet(string? clientName) => default;

    public ReadOnlyMemory<byte> Refuse(CloseReason reason, string? clientName) => default;

    // A renewal is decided here; what it came to keeps its turn among the echoes.
    public Request? Read(ReadOnlyMemory<byte> message, bool isText)
    {
        if (!isText) return null;
        return new EchoRequest(default, wire.IsJson && TokenOf(message) is { } renewal
            ? Renew(renewal)
            : message.ToArray());
    }

    public void Write(ReadOnlySpan<Answer> answers, IBufferWriter<byte> output)
    {
        foreach (var answer in answers)
        {
            if (answer is EchoDone echo) FrameWriter.WriteFrame(output, Opcode.Text, echo.Content.Span);
            else if (answer is SubscribeDone { Subscribed: { Continuous: false } subscribed } && wire.IsJson)
                WriteGap(subscribed, output);
        }
    }

    private ReadOnlyMemory<byte> Renew(string text)
    {
        var json = new ArrayBufferWriter<byte>();
        if (wire.Tokens.VerifyForRenewal(text) is { } renewed && renewed.User == _user)
        {
            Volatile.Write(ref _expiresAtTicks, renewed.ExpiresAt.UtcTicks);
            InboxJson.WriteRenewed(json, renewed.ExpiresAt);
        }
        else InboxJson.WriteError(json, "this token does not renew this socket");
        return json.WrittenMemory;
    }

    private string? TokenOf(ReadOnlyMemory<byte> message) =>
        message.Span is [(byte)'{', ..]
        && InputJson.Read(message.Span, wire.RenewalType) is { Type: "renew" } renewal
            ? renewal.Token
            : null;

    private static void WriteGap(LocalChannelProtocol.Subscribed subscribed, IBufferWriter<byte> output)
    {
        var json = new ArrayBufferWriter<byte>();
        InboxJson.WriteGap(json, subscribed);
        FrameWriter.WriteFrame(output, Opcode.Text, json.WrittenSpan);
    }
}
