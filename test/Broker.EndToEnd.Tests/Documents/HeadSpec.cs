using System.Net;

namespace Broker.EndToEnd.Tests.Documents;

public class HeadSpec(BrokerFixture server) : IClassFixture<BrokerFixture>
{
    [Theory]
    [InlineData("/healthcheck")]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/metrics")]
    [InlineData("/ping")]
    [InlineData("/")]
    [InlineData("/openapi.json")]
    [InlineData("/v1/offers")]
    [InlineData("/token")]
    [InlineData("/nowhere")]
    public async Task Answers_as_GET_does_without_a_body(string path)
    {
        using var get = await server.Broker.Http.GetAsync(path);
        using var head = await server.Broker.Http.SendAsync(HttpMethod.Head, path);

        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/healthz", "GET, HEAD")]
    [InlineData("/message", "GET, HEAD, POST")]
    [InlineData("/publish", "POST")]
    [InlineData("/subscribe", "GET")]
    public async Task Is_among_the_methods_that_405_allows(string path, string allowed)
    {
        using var answer = await server.Broker.Http.SendAsync(HttpMethod.Delete, path);

        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow.Order()));
    }

    [Theory]
    [InlineData("/subscribe")]
    [InlineData("/api/connect")]
    [InlineData("/ws")]
    [InlineData("/v1/stream")]
    public async Task Handshakes_and_event_streams_have_none(string path)
    {
        using var head = await server.Broker.Http.SendAsync(HttpMethod.Head, path);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, head.StatusCode);
    }
}
