using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Broker.Actors;
using static Broker.Actors.Connections.ConnectionProtocol;

namespace Broker.Gateway.Chat;

/// <summary>
/// Reads what a Chat client asks for (contracts §2): one message, text or binary, is one JSON object.
/// Whatever the bytes are, the answer is a request; one that makes no sense is an
/// <see cref="UnreadableRequest"/> that says why, with the client's <c>id</c> where it could be read.
/// </summary>
internal sealed class ChatRequestReader(int depthMax)
{
    /// <summary>Longest <c>id</c>, quotes included: it is kept until its answer is out.</summary>
    public const int IdBytesMax = 256;

    // Of a text that we do not know, and name in an error.
    private const int NamedBytesMax = 40;

    public Request Read(ReadOnlySpan<byte> message)
    {
        // The JSON reader takes strings as they are; from here on all of them are text.
        if (!Utf8.IsValid(message)) return new UnreadableRequest(default, "invalid JSON: not UTF-8");

        var scan = new ChatRequestScan(message, depthMax);
        var wrong = scan.Run() ?? CheckId(scan.Id);
        var id = CheckId(scan.Id) is null ? scan.Id.Token.ToArray() : default;
        return wrong is null ? ReadAction(id, scan) : new UnreadableRequest(id, wrong);
    }

    private static Request ReadAction(ReadOnlyMemory<byte> id, in ChatRequestScan scan)
    {
        if (scan.Action.ReadText("action", out var action) is { } noAction)
            return new UnreadableRequest(id, noAction);

        if (action.SequenceEqual("publish"u8)) return ReadPublish(id, scan);
        if (action.SequenceEqual("subscribe"u8)) return ReadSubscribe(id, scan);
        if (action.SequenceEqual("unsubscribe"u8)) return ReadUnsubscribe(id, scan);
        if (action.SequenceEqual("list"u8)) return ReadList(id, scan);
        return new UnreadableRequest(id, $"unknown action `{Shorten(action)}`");
    }

    private static Request ReadPublish(ReadOnlyMemory<byte> id, in ChatRequestScan scan)
    {
        if (ReadChannel(scan, out var channel) is { } noChannel) return new UnreadableRequest(id, noChannel);
        if (scan.Content.CopyText("content", out var content) is { } noContent)
            return new UnreadableRequest(id, noContent);
        return new PublishRequest(id, channel!, content);
    }

    private static Request ReadSubscribe(ReadOnlyMemory<byte> id, in ChatRequestScan scan) =>
        ReadChannel(scan, out var channel) is { } wrong
            ? new UnreadableRequest(id, wrong)
            : new SubscribeRequest(id, channel!);

    private static Request ReadUnsubscribe(ReadOnlyMemory<byte> id, in ChatRequestScan scan) =>
        ReadChannel(scan, out var channel) is { } wrong
            ? new UnreadableRequest(id, wrong)
            : new UnsubscribeRequest(id, channel!);

    private static Request ReadList(ReadOnlyMemory<byte> id, in ChatRequestScan scan)
    {
        if (!scan.Params.IsPresent) return new ListRequest(id, ListScope.All);
        if (CheckParams(scan.Params) is { } noParams) return new UnreadableRequest(id, noParams);
        if (!scan.Scope.IsPresent) return new ListRequest(id, ListScope.All);
        if (scan.Scope.ReadText("scope", out var scope) is { } noScope)
            return new UnreadableRequest(id, noScope);

        if (scope.SequenceEqual("mine"u8)) return new ListRequest(id, ListScope.Mine);
        if (scope.SequenceEqual("all"u8)) return new ListRequest(id, ListScope.All);
        return new UnreadableRequest(id, $"unknown scope `{Shorten(scope)}`: it is `all` or `mine`");
    }

    /// <returns>What is wrong, or null: then there is a channel.</returns>
    private static string? ReadChannel(in ChatRequestScan scan, out ChannelName? channel)
    {
        channel = null;
        return CheckParams(scan.Params)
            ?? scan.ChannelName.ReadText("channel_name", out var text)
            ?? ChatDetails.Of(ChannelName.Parse(Encoding.UTF8.GetString(text), out channel));
    }

    private static string? CheckParams(ChatField field) => field.Check("params", JsonTokenType.StartObject);

    private static string? CheckId(ChatField id)
    {
        if (id.IsRepeated) return "field `id` is given twice";
        if (id.Type is not (JsonTokenType.None or JsonTokenType.String or JsonTokenType.Number))
            return "`id` must be a string or a number";
        return id.Token.Length > IdBytesMax ? $"`id` is too long: at most {IdBytesMax} bytes" : null;
    }

    private static string Shorten(ReadOnlySpan<byte> text)
    {
        if (text.Length <= NamedBytesMax) return Encoding.UTF8.GetString(text);

        var end = NamedBytesMax;
        while (IsInsideCharacter(text[end])) end--;
        return Encoding.UTF8.GetString(text[..end]) + "…";
    }

    private static bool IsInsideCharacter(byte value) => (value & 0xC0) == 0x80;
}
