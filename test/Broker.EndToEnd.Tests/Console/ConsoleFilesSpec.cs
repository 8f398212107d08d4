using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Console;

public class ConsoleFilesSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private readonly BrokerHttp _http = fixture.Broker.Http;

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/index", "text/html")]
    [InlineData("/broker.js", "text/javascript")]
    [InlineData("/broker/link.js", "text/javascript")]
    [InlineData("/broker.d.ts", "text/plain")]
    [InlineData("/console/base.css", "text/css")]
    [InlineData("/favicon.svg", "image/svg+xml")]
    [InlineData("/favicon.ico", "image/svg+xml")]
    public async Task A_file_comes_with_its_type_and_with_what_keeps_a_browser_safe(string path, string type)
    {
        using var answer = await _http.GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header(answer, "Referrer-Policy"));
        var policy = Header(answer, "Content-Security-Policy");
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy,
            StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("*", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_a_browser_has_is_304_and_is_asked_for_each_time()
    {
        using var first = await _http.GetAsync("/broker.js");
        var again = new HttpRequestMessage(HttpMethod.Get, "/broker.js");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var second = await _http.OpenAsync(again);

        Assert.Equal("no-cache", first.Headers.CacheControl?.ToString());
        Assert.False(first.Headers.ETag!.IsWeak);
        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task Another_file_of_that_name_is_sent_whole()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/broker.js");
        request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"of another version\""));
        using var answer = await _http.OpenAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/")]
    [InlineData("PUT", "/index")]
    [InlineData("DELETE", "/broker.js")]
    public async Task Files_are_read_only(string method, string path)
    {
        using var answer = await _http.SendAsync(new HttpMethod(method), path);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET", "HEAD"], answer.Content.Headers.Allow.Order());
    }

    [Fact]
    public async Task A_head_has_no_body()
    {
        using var answer = await _http.SendAsync(HttpMethod.Head, "/");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/console")]
    [InlineData("/console/")]
    [InlineData("/package.json")]
    [InlineData("/broker/..%2f..%2freference.conf")]
    [InlineData("/wwwroot/index.html")]
    public async Task What_is_no_file_of_the_console_is_404_as_everywhere(string path)
    {
        using var answer = await _http.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.NotNull((await answer.Content.ReadFromJsonAsync<JsonObject>())!["message"]);
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        string.Join(",", answer.Headers.GetValues(name));
}
