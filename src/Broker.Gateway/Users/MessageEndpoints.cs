using System.Buffers;
using System.Globalization;
using Broker.Actors;
using Broker.Actors.Channels;
using Broker.Actors.Users;
using Broker.Gateway.Configuration;
using Broker.Gateway.Http;
using static Broker.Actors.Channels.ChannelProtocol;
using static Broker.Actors.Channels.LocalChannelProtocol;

namespace Broker.Gateway.Users;

/// <summary>
/// <c>POST /message</c> and <c>GET /message</c> (contracts §4): into a user's inbox, and out of its history.
/// A message is acknowledged when the inbox has it.
/// </summary>
internal sealed class MessageEndpoints(
    IRequiredActor<PublisherActor> publisher,
    IRequiredActor<NodeActor> node,
    PublishAdmission gate,
    PublishGuard guard,
    UserTokens tokens,
    AddressRates rates,
    BrokerSettings settings,
    InputJson json)
{
    private const string Sender = "http";

    private static readonly StatusBody Ok = new("ok");

    public async Task SendAsync(HttpContext context)
    {
        await rates.CountAsync(Rate.Messages, context);
        guard.Check(context.Request);
        var body = await RequestBody.ReadAsync(context.Request, settings.Users.BodyBytesMax);
        if (InputJson.Read(body.Span, json.NewMessage) is not { } message
            || !UserName.TryParse(message.Username, out var user))
            throw new HttpErrorException(
                StatusCodes.Status400BadRequest, "not {\"username\":\"…\",\"content\":\"…\"}");

        if (message.Content.Length > settings.Users.ContentBytesMax)
            throw new HttpErrorException(
                StatusCodes.Status413PayloadTooLarge,
                $"the content is larger than {settings.Users.ContentBytesMax} bytes");
        if (gate.TryEnter(user.Inbox, message.Content.Length, isSubscribed: false) is { } reason)
            throw reason is RejectReason.Forbidden
                ? new HttpErrorException(StatusCodes.Status403Forbidden, "users get no messages over HTTP")
                : HttpErrorException.Busy();
        var reply = new PublishReply();
        publisher.ActorRef.Tell(new Publish(user.Inbox, Sender, message.Content, IsText: true)
        {
            Reply = reply,
            AcceptedAt = gate.Now(),
        });
        var result = await reply.Completion.WaitAsync(context.RequestAborted);
        if (!result.IsAccepted) throw HttpErrorException.Busy();
        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, Ok, GatewayJson.Default.StatusBody);
    }

    public async Task ReadAsync(HttpContext context)
    {
        await rates.CountAsync(Rate.Messages, context);
        var query = UserQuery.Parse(context.Request.QueryString.Value);
        var token = await tokens.VerifyForApplicationAsync(
            query.Token ?? Bearer.Of(context.Request), context.RequestAborted);
        if (token is null || token.User.Value != query.Username)
            throw new HttpErrorException(StatusCodes.Status403Forbidden, "no valid token of that user");
        if (!query.IsValid)
            throw new HttpErrorException(StatusCodes.Status400BadRequest, "since is not an offset");

        var since = query.Since ?? new StreamPosition(0, Epoch: null);
        // The node answers in time, or refuses.
        var answer = await node.ActorRef.Ask<object>(
            new ReadChannel(token.User.Inbox, since), Timeout.InfiniteTimeSpan, context.RequestAborted);
        await WriteAsync(context, answer as HistoryRead ?? throw HttpErrorException.Busy());
    }

    private static Task WriteAsync(HttpContext context, HistoryRead read)
    {
        var headers = context.Response.Headers;
        headers[InboxHeaders.Offset] = read.Offset.ToString(CultureInfo.InvariantCulture);
        headers[InboxHeaders.Epoch] = read.Epoch;
        if (!read.Continuous) headers[InboxHeaders.Gap] = "true";
        headers.CacheControl = "no-store";

        var body = new ArrayBufferWriter<byte>();
        InboxJson.WriteArray(body, read.Publications);
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, body.WrittenMemory);
    }
}
