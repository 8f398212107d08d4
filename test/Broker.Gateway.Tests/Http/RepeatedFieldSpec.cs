using System.Text;
using Broker.Gateway.Tests.Hosting;

namespace Broker.Gateway.Tests.Http;

/// <summary>
/// A field that a body has twice says two things, and a reader in front may have taken the other one.
/// </summary>
public class RepeatedFieldSpec(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const string Account = """{"username":"twice","password":"p"}""";

    [Theory]
    [InlineData("POST /token", """{"username":"a","username":"b"}""")]
    [InlineData("POST /message", """{"username":"a","content":"b","content":"c"}""")]
    [InlineData("POST /message", """{"username":"a","user\u006eame":"b","content":"c"}""")]
    [InlineData("POST /v1/signup", """{"username":"a","password":"p","password":"q"}""")]
    [InlineData("POST /v1/login", """{"username":"a","username":"b","password":"p"}""")]
    [InlineData("POST /v1/offer", """{"bid_price":5,"bid_price":1,"title":"t"}""")]
    [InlineData("POST /v1/offer", """{"bid_price":5,"title":"t","lifetime":1,"lifetime":2}""")]
    [InlineData("POST /v1/bid", """{"bid_price":5,"offer_id":"0","offer_id":"1"}""")]
    [InlineData("POST /v1/bids", """{"bid_price":5,"bid_pric\u0065":6,"offer_id":"0"}""")]
    public async Task Is_400_on_every_route(string line, string json) =>
        Assert.Equal(400, (await AnswerAsync(line, json)).Status);

    [Theory]
    [InlineData("""{"content":"a","content":"b"}""")]
    [InlineData("""{"content":"a","channel":"a","channel":"b"}""")]
    public async Task Is_an_error_of_its_line_in_a_batch(string line)
    {
        var answer = await AnswerAsync("POST /publish/batch", $"{line}\n{{\"content\":\"fine\"}}");

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("""{"accepted":1,"errors":[{"line":1""", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(32, 1)]
    [InlineData(33, 0)]
    public async Task A_batch_has_lines_of_at_most_32_levels(int depth, int accepted)
    {
        var nested = new string('[', depth - 1) + new string(']', depth - 1);
        var answer = await AnswerAsync("POST /publish/batch", $"{{\"content\":\"a\",\"other\":{nested}}}");

        Assert.StartsWith($"{{\"accepted\":{accepted}", answer.Body, StringComparison.Ordinal);
    }

    private async Task<HttpAnswer> AnswerAsync(string line, string json)
    {
        var token = line.Contains("/v1/", StringComparison.Ordinal) ? await TokenAsync() : "none";
        return await PostAsync($"{line} HTTP/1.1\r\nAuthorization: Bearer {token}", json);
    }

    private async Task<string> TokenAsync()
    {
        await PostAsync("POST /v1/signup HTTP/1.1", Account);
        return (await PostAsync("POST /v1/login HTTP/1.1", Account)).Body.Split('"')[3];
    }

    private Task<HttpAnswer> PostAsync(string head, string json) => fixture.Gateway.AnswerAsync(
        $"{head}\r\nHost: a\r\nContent-Length: {Encoding.Latin1.GetByteCount(json)}\r\n\r\n{json}");
}
