using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Documents;

public class OpenApiSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    [Fact]
    public async Task Describes_routes_with_their_schemas_examples_and_errors()
    {
        using var answer = await fixture.Broker.Http.GetAsync("/openapi.json");
        var document = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        var publish = document["paths"]!["/publish"]!["post"]!;
        var receipt = publish["responses"]!["200"]!["content"]!["application/json"]!;

        Assert.StartsWith("3.1", (string?)document["openapi"], StringComparison.Ordinal);
        Assert.Equal("integer", (string?)receipt["schema"]!["properties"]!["receivers"]!["type"]);
        Assert.Equal(2, (int)receipt["example"]!["receivers"]!);
        Assert.NotNull(publish["responses"]!["413"]!["content"]!["application/json"]!["example"]!["message"]);
    }
}
