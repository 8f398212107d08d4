using Broker.Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Broker.Gateway.Tests.Http;

/// <summary>A web page of another origin changes nothing, in dev either (contracts, origin rule).</summary>
public class CrossSitePostSpec(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Host = "broker.example:8080";

    private readonly RunningGateway _gateway = fixture.Gateway;

    [Fact]
    public async Task Is_refused_on_every_route_that_changes_something()
    {
        var routes = ChangingRoutes().ToList();

        Assert.True(routes.Count > 10);
        foreach (var (method, path) in routes)
        {
            var answer = await AnswerAsync(method, path, "http://evil.example");
            Assert.True(answer.Status == 403, $"{method} {path}: {answer.Status}");
            Assert.Null(answer["Access-Control-Allow-Origin"]);
        }
    }

    [Theory]
    [InlineData("/publish", """{"message":"this origin is not allowed"}""")]
    [InlineData("/message", "403: Forbidden")]
    [InlineData("/token", "403: Forbidden")]
    [InlineData("/v1/signup", """{"error":"this origin is not allowed"}""")]
    [InlineData("/admin/cluster/down", """{"message":"this origin is not allowed"}""")]
    public async Task Is_told_so_in_the_form_of_its_route(string path, string body) =>
        Assert.Equal(body, (await AnswerAsync("POST", path, "https://broker.example:8081")).Body);

    [Theory]
    [InlineData("http://broker.example:8080", 204)]
    [InlineData("http://BROKER.example:8080", 204)]
    [InlineData("http://localhost:4000", 204)]
    [InlineData(null, 204)]
    [InlineData("http://broker.example", 403)]
    [InlineData("http://localhost:4001", 403)]
    [InlineData("null", 403)]
    [InlineData("", 403)]
    public async Task Is_known_by_host_and_port_or_the_allow_list(string? origin, int status) =>
        Assert.Equal(status, (await AnswerAsync("POST", "/publish", origin)).Status);

    [Fact]
    public async Task Is_refused_where_a_good_origin_is_named_beside_it()
    {
        var answer = await AnswerAsync("POST", "/publish", $"http://{Host}\r\nOrigin: http://evil.example");

        Assert.Equal(403, answer.Status);
    }

    [Theory]
    [InlineData("GET", "/healthz", 200)]
    [InlineData("HEAD", "/healthz", 200)]
    [InlineData("POST", "/healthz", 405)]
    [InlineData("POST", "/nowhere", 404)]
    public async Task Is_no_matter_where_nothing_changes(string method, string path, int status) =>
        Assert.Equal(status, (await AnswerAsync(method, path, "http://evil.example")).Status);

    [Theory]
    [InlineData("https://app.example", true)]
    [InlineData("https://app.example:443", true)]
    [InlineData("http://plain.example", true)]
    [InlineData("capacitor://localhost", true)]
    [InlineData("https://app.example:444", false)]
    [InlineData("capacitor://localhost:81", false)]
    public async Task May_read_exactly_where_it_may_open_a_socket_and_post(string origin, bool isAllowed)
    {
        await using var gateway = await RunningGateway.StartAsync(
            """
            broker.http.allowed-origins = ["https://app.example:443", "http://plain.example:80"]
            broker.http.dev-allowed-origins = ["capacitor://localhost"]
            """);
        var read = await gateway.AnswerAsync(Request("GET", "/healthz", origin));
        var posted = await gateway.AnswerAsync(Request("POST", "/publish", origin));
        var opened = await gateway.AnswerAsync(Request(
            "GET", "/subscribe", origin,
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: SGVsbG8sIHdvcmxkIQ==\r\n"));

        Assert.Equal(isAllowed ? origin : null, read["Access-Control-Allow-Origin"]);
        Assert.Equal(isAllowed ? 204 : 403, posted.Status);
        Assert.Equal(isAllowed ? 101 : 403, opened.Status);
    }

    private IEnumerable<(string Method, string Path)> ChangingRoutes() =>
        from endpoint in _gateway.Services.GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
        where method is not "GET"
        select (method, endpoint.RoutePattern.RawText!.Replace("{id}", "0", StringComparison.Ordinal));

    private Task<HttpAnswer> AnswerAsync(string method, string path, string? origin) =>
        _gateway.AnswerAsync(Request(method, path, origin));

    private static string Request(string method, string path, string? origin, string headers = "") =>
        $"{method} {path} HTTP/1.1\r\nHost: {Host}\r\nContent-Length: 0\r\n{headers}"
        + (origin is null ? "" : $"Origin: {origin}\r\n") + "\r\n";
}
