using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Documents;

public class OpenApiSpec(BrokerFixture fixture) : IClassFixture<BrokerFixture>
{
    [Fact]
    public async Task Describes_routes_with_their_schemas_and_errors()
    {
        using var answer = await fixture.Broker.Http.GetAsync("/openapi.json");
        var document = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        var responses = document["paths"]!["/publish"]!["post"]!["responses"]!;
        var receipt = document["components"]!["schemas"]!["ReceiptBody"]!["properties"]!;

        Assert.StartsWith("3.1", (string?)document["openapi"], StringComparison.Ordinal);
        Assert.Equal("integer", (string?)receipt["receivers"]!["type"]);
        Assert.Equal("#/components/schemas/ReceiptBody", Schema(responses["200"]!));
        Assert.Equal("#/components/schemas/ErrorBody", Schema(responses["413"]!));
    }

    private static string? Schema(JsonNode response) =>
        (string?)response["content"]!["application/json"]!["schema"]!["$ref"];
}
