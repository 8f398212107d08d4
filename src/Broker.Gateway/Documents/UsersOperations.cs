using Broker.Gateway.Users;
using static Broker.Gateway.Documents.ApiParameter;

namespace Broker.Gateway.Documents;

/// <summary>The HTTP routes of Users (contracts §4).</summary>
internal static class UsersOperations
{
    private const string Group = "Users";

    private static readonly ApiAnswer BadRequest =
        ApiAnswer.TextError("Not the JSON object that it has to be.", "400: Bad Request");

    private static readonly ApiAnswer Forbidden =
        ApiAnswer.TextError("No token, or none that is good here and now.", "403: Forbidden");

    private static readonly ApiAnswer TooMany =
        ApiAnswer.TextError("Too many from this address; see `Retry-After`.", "429: Too Many Requests");

    private static readonly ApiAnswer Busy =
        ApiAnswer.TextError("Busy, or going away; see `Retry-After`.", "503: Service Unavailable");

    private static readonly ApiParameter Since =
        Query("since", "Only what came behind this offset; 0 is all that is kept.", "0");

    private static readonly ApiParameter Epoch =
        Query("epoch", "The epoch that the offset belongs to.", "c8688802573e");

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("POST", "/token", Group, "An application token for a user.")
        {
            Request = ApiBody.Json<UsernameRequest>("""{"username":"alice"}"""),
            Answers = new Dictionary<int, ApiAnswer>
            {
                [200] = Token("The token; good for 30 minutes."),
                [400] = BadRequest,
                [429] = TooMany,
            },
        },
        new("POST", "/ws/token", Group, "A socket token, for an application token.")
        {
            Credentials = ApiSecurity.User,
            Answers = new Dictionary<int, ApiAnswer>
            {
                [200] = Token("The token; good for one minute, and for a socket only."),
                [403] = Forbidden,
                [429] = TooMany,
            },
        },
        new("GET", "/ws", Group, "A user's messages, as a WebSocket.")
        {
            Parameters =
            [
                Query("authorization", "A token; or in the header.", "eyJhbGciOiJIUzI1NiJ9.e30.c2ln"),
                Query("format", "`json` for structured events, else bare contents.", "json"),
                Since,
                Epoch,
            ],
            Credentials = ApiSecurity.User,
            Answers = new Dictionary<int, ApiAnswer>
            {
                [101] = new("The WebSocket handshake: frames as `/asyncapi.json` says."),
                [400] = ApiAnswer.TextError("A good token, but no handshake.", "400: Bad Request"),
                [403] = Forbidden,
                [429] = TooMany,
                [503] = Busy,
            },
        },
        new("POST", "/message", Group, "A message to every socket of a user.")
        {
            Request = ApiBody.Json<MessageRequest>("""{"username":"alice","content":"hello"}"""),
            Credentials = ApiSecurity.Publisher,
            Answers = new Dictionary<int, ApiAnswer>
            {
                [200] = new(
                    "Kept for the user, connected or not.", ApiBody.Json<StatusBody>("""{"status":"ok"}""")),
                [400] = BadRequest,
                [401] = ApiAnswer.TextError("A key is required.", "401: Unauthorized"),
                [403] = Forbidden,
                [413] = ApiAnswer.TextError("Too large.", "413: Payload Too Large"),
                [429] = TooMany,
                [503] = Busy,
            },
        },
        new("GET", "/message", Group, "The messages that are kept for a user.")
        {
            Parameters =
            [
                Query("username", "Whose; the token's.", "alice") with { IsRequired = true }, Since, Epoch,
            ],
            Credentials = ApiSecurity.User,
            Answers = new Dictionary<int, ApiAnswer>
            {
                [200] = new("Oldest first.", ApiBody.Json<KeptMessage[]>(
                    """[{"offset":1,"sent_at":"2026-11-21T16:35:20.2127054+00:00","content":"hello"}]""")),
                [400] = BadRequest,
                [403] = Forbidden,
                [429] = TooMany,
                [503] = Busy,
            },
        },
    ];

    private static ApiAnswer Token(string meaning) =>
        new(meaning, ApiBody.Json<TokenBody>("""{"token":"eyJhbGciOiJIUzI1NiJ9.e30.c2ln"}"""));

    /// <summary>Read by hand, exactly: here only to be described.</summary>
    internal sealed record UsernameRequest(string Username);

    /// <summary>As <see cref="UsernameRequest"/>.</summary>
    internal sealed record MessageRequest(string Username, string Content);

    internal sealed record KeptMessage(long Offset, DateTimeOffset SentAt, string Content);
}
