using System.Buffers.Text;
using System.Net;
using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Users;

public sealed class TokenEndpointSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>, IDisposable
{
    private readonly UsersHttp _http = new(fixture.Broker);

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Who_names_a_user_gets_a_token_for_thirty_minutes()
    {
        var claims = Claims(await _http.TokenAsync("test-user"));

        Assert.Equal("test-user", (string?)claims["username"]);
        Assert.Equal(30 * 60, (long)claims["exp"]! - (long)claims["iat"]!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("bearer ")]
    public async Task An_application_token_buys_a_socket_token_for_a_minute(string scheme)
    {
        var token = await _http.TokenAsync("test-user");
        var answer = await _http.PostAsync("/ws/token", "", ("Authorization", scheme + token));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("no-store", answer["Cache-Control"]);
        var claims = Claims((string)JsonNode.Parse(answer.Body)!["token"]!);
        Assert.Equal("test-user", (string?)claims["username"]);
        Assert.Equal(60, (long)claims["exp"]! - (long)claims["iat"]!);
    }

    [Fact]
    public async Task A_socket_token_buys_nothing()
    {
        var token = await _http.SocketTokenAsync("test-user");

        AssertError(403, await _http.PostAsync("/ws/token", "", ("Authorization", token)));
        AssertError(403, await _http.GetAsync("/message?username=test-user", ("Authorization", token)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer")]
    [InlineData("Bearer x.y.z")]
    [InlineData("Basic dGVzdDp0ZXN0")]
    public async Task Without_a_token_there_is_no_socket_token(string? authorization) => AssertError(
        403,
        authorization is null
            ? await _http.PostAsync("/ws/token", "")
            : await _http.PostAsync("/ws/token", "", ("Authorization", authorization)));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("\"test-user\"")]
    [InlineData("{\"username\":\"\"}")]
    [InlineData("{\"username\":1}")]
    [InlineData("{\"username\":\"a\\nb\"}")]
    [InlineData("{\"username\":\"a\",\"password\":\"b\"}")]
    [InlineData("username=test-user")]
    public async Task What_is_not_exactly_a_name_is_refused(string body) =>
        AssertError(400, await _http.PostAsync("/token", body));

    [Fact]
    public async Task A_name_has_at_most_249_bytes_and_a_body_its_limit()
    {
        await _http.TokenAsync(new string('a', 249));

        AssertError(400, await _http.PostAsync("/token", $$"""{"username":"{{new string('a', 250)}}"}"""));
        AssertError(413, await _http.PostAsync("/token", $$"""{"username":"{{new string('a', 9000)}}"}"""));
    }

    [Theory]
    [InlineData("GET", "/token", "POST")]
    [InlineData("PUT", "/token", "POST")]
    [InlineData("GET", "/ws/token", "POST")]
    [InlineData("DELETE", "/message", "GET, HEAD, POST")]
    [InlineData("POST", "/ws", "GET")]
    public async Task Another_method_is_refused_with_those_that_there_are(
        string method, string path, string allowed)
    {
        var answer = await _http.SendAsync(new HttpMethod(method), path);

        AssertError(405, answer);
        Assert.Equal(
            allowed.Split(", "), answer.Head.Content.Headers.Allow.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("POST", "/token")]
    [InlineData("POST", "/ws/token")]
    [InlineData("POST", "/message")]
    [InlineData("GET", "/message")]
    public async Task A_page_of_the_front_ends_own_server_may_ask(string method, string path)
    {
        var preflight = await _http.SendAsync(
            HttpMethod.Options, path, body: null,
            ("Origin", "http://localhost:4000"), ("Access-Control-Request-Method", method),
            ("Access-Control-Request-Headers", "authorization,content-type"));
        var foreign = await _http.SendAsync(
            HttpMethod.Options, path, body: null,
            ("Origin", "http://localhost:4001"), ("Access-Control-Request-Method", method));

        Assert.Equal("http://localhost:4000", preflight["Access-Control-Allow-Origin"]);
        Assert.Equal("authorization,content-type", preflight["Access-Control-Allow-Headers"]);
        Assert.Null(foreign["Access-Control-Allow-Origin"]);
    }

    [Fact]
    public async Task A_page_may_read_errors_too()
    {
        var answer = await _http.PostAsync("/token", "", ("Origin", "http://localhost:4000"));

        AssertError(400, answer);
        Assert.Equal("http://localhost:4000", answer["Access-Control-Allow-Origin"]);
    }

    private static void AssertError(int status, UsersHttp.Answer answer)
    {
        Assert.Equal(status, (int)answer.Status);
        Assert.Equal($"{status}: {answer.Head.ReasonPhrase}", answer.Body);
        Assert.Equal("text/plain", answer.Head.Content.Headers.ContentType?.MediaType);
    }

    private static JsonObject Claims(string token)
    {
        var parts = token.Split('.');
        Assert.Equal(3, parts.Length);
        Assert.Equal("HS256", (string?)JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!["alg"]);
        return JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!.AsObject();
    }
}
