using Broker.Gateway.Tests.Hosting;

namespace Broker.Gateway.Tests.Admin;

/// <summary>/admin is reached by names that are this server's (DNS rebinding).</summary>
public class AdminHostSpec(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Stats = "/admin/stats";

    [Theory]
    [InlineData("127.0.0.1:8080", 200)]
    [InlineData("10.0.0.7", 200)]
    [InlineData("[::1]:8080", 200)]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST:8080", 200)]
    [InlineData("evil.example", 403)]
    [InlineData("evil.example:8080", 403)]
    [InlineData("localhost.evil.example", 403)]
    [InlineData("127.0.0.1.evil.example", 403)]
    public async Task Is_reached_by_address_and_as_localhost(string host, int status) =>
        Assert.Equal(status, (await fixture.Gateway.AnswerAsync(Get(Stats, host))).Status);

    [Theory]
    [InlineData("/admin/stats")]
    [InlineData("/admin/cluster")]
    [InlineData("/Admin/Stats")]
    [InlineData("/admin/%73tats")]
    [InlineData("/x/../admin/stats")]
    public async Task Is_refused_to_another_name_on_every_path(string path)
    {
        var answer = await fixture.Gateway.AnswerAsync(Get(path, "evil.example"));

        Assert.Equal(403, answer.Status);
        Assert.Contains("broker.admin.hosts", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/metrics")]
    public async Task Is_a_rule_of_its_own(string path) =>
        Assert.Equal(200, (await fixture.Gateway.AnswerAsync(Get(path, "evil.example"))).Status);

    [Fact]
    public async Task Is_reached_by_names_that_are_configured_and_by_a_proxy_under_any()
    {
        await using var named = await RunningGateway.StartAsync(
            "broker { admin.hosts = [broker.example], cluster.node-address = \"node2:2552\" }");
        await using var proxied = await RunningGateway.StartAsync(
            "broker.http.trusted-proxies = [127.0.0.0/8]");

        Assert.Equal(200, (await named.AnswerAsync(Get(Stats, "Broker.example:443"))).Status);
        Assert.Equal(200, (await named.AnswerAsync(Get(Stats, "node2:8080"))).Status);
        Assert.Equal(403, (await named.AnswerAsync(Get(Stats, "other.example"))).Status);
        Assert.Equal(200, (await proxied.AnswerAsync(Get(Stats, "public.example"))).Status);
    }

    [Fact]
    public async Task A_client_of_HTTP_1_0_may_name_none() =>
        Assert.Equal(200, (await fixture.Gateway.AnswerAsync($"GET {Stats} HTTP/1.0\r\n\r\n")).Status);

    private static string Get(string path, string host) => $"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n";
}
