using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Broadcast;

public class RoutingSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    private readonly BrokerProcess _broker = fixture.Broker;

    [Theory]
    [InlineData("GET", "/publish", "POST")]
    [InlineData("PUT", "/publish", "POST")]
    [InlineData("DELETE", "/publish", "POST")]
    [InlineData("POST", "/subscribe", "GET")]
    [InlineData("POST", "/api/connect", "GET")]
    [InlineData("POST", "/healthcheck", "GET")]
    [InlineData("DELETE", "/healthz", "GET")]
    [InlineData("POST", "/readyz", "GET")]
    public async Task The_wrong_method_is_405_with_the_right_one_in_Allow(
        string method, string path, string allowed)
    {
        using var answer = await _broker.Http.SendAsync(new HttpMethod(method), path);

        Assert.Equal(405, (int)answer.StatusCode);
        Assert.Contains(allowed, answer.Content.Headers.Allow);
        Assert.DoesNotContain(method, answer.Content.Headers.Allow);
        await AssertJsonErrorAsync(answer);
    }

    [Theory]
    [InlineData("/no/such/path")]
    [InlineData("/subscribe/more")]
    [InlineData("/Publish.php")]
    public async Task A_path_that_no_section_names_is_404_with_a_JSON_message(string path)
    {
        using var answer = await _broker.Http.GetAsync(path);

        Assert.Equal(404, (int)answer.StatusCode);
        await AssertJsonErrorAsync(answer);
    }

    [Theory]
    [InlineData("/subscribe")]
    [InlineData("/subscribe?channel=plain")]
    [InlineData("/api/connect?client_name=Alice")]
    public async Task A_plain_request_for_a_WebSocket_is_426_and_names_the_upgrade(string path)
    {
        using var answer = await _broker.Http.GetAsync(path);

        Assert.Equal(426, (int)answer.StatusCode);
        Assert.Contains(answer.Headers.Upgrade, upgrade => upgrade.Name == "websocket");
        await AssertJsonErrorAsync(answer);
    }

    [Theory]
    [InlineData("/no/such/path", 404)]
    [InlineData("/publish", 405)]
    [InlineData("/subscribe?channel=$offers", 400)]
    [InlineData("/subscribe?channel=%01", 400)]
    public async Task A_handshake_is_refused_before_the_upgrade_where_there_is_nothing_to_join(
        string target, int status)
    {
        using var connection = await WireConnection.ConnectAsync(_broker.HttpPort);
        await connection.SendAsync(WireConnection.Handshake(target, _broker.HttpPort));
        var refused = (await connection.ReadHeadAsync()).Status;

        // A reserved name may be told apart as forbidden.
        Assert.True(refused == status || (status == 400 && refused == 403), $"{refused}");
    }

    private static async Task AssertJsonErrorAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var error = await answer.Content.ReadFromJsonAsync<JsonObject>();
        Assert.False(string.IsNullOrEmpty((string?)error!["message"]));
    }
}
