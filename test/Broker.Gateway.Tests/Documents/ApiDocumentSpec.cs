using System.Text.Json;
using System.Text.Json.Serialization;
using Broker.Gateway.Documents;
using Broker.Gateway.Hosting;
using Broker.Gateway.Startup;
using Microsoft.AspNetCore.Routing;

namespace Broker.Gateway.Tests.Documents;

/// <summary>/openapi.json has every route that the server has, and nothing in it is made up.</summary>
public class ApiDocumentSpec
{
    private static readonly JsonSerializerOptions Exactly = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private static readonly ApiOperation[] Known =
    [
        .. BroadcastOperations.All, .. UsersOperations.All, .. AuctionOperations.All,
        .. ProcessOperations.All,
    ];

    [Fact]
    public async Task Every_route_is_described()
    {
        var directory = Directory.CreateTempSubdirectory("broker-spec-");
        var settings = BrokerSettings.From(ConfigurationLayers.Reference);
        await using var app = BrokerHost.Build(settings with
        {
            Process = settings.Process with { DataDirectory = directory.FullName },
        });
        var routes = ApiDocument.Routes(new CompositeEndpointDataSource(
            ((IEndpointRouteBuilder)app).DataSources)).ToList();

        Assert.Contains(("POST", "/publish"), routes);
        Assert.All(routes, route => Assert.NotNull(ApiDocument.Find(route.Method, route.Path)));
        directory.Delete(recursive: true);
    }

    [Fact]
    public void No_route_is_described_twice() =>
        Assert.Equal(Known.Length, Known.DistinctBy(operation => (operation.Method, operation.Path)).Count());

    [Fact]
    public void Examples_are_of_the_types_they_are_for() => Assert.All(
        Bodies().Where(body => body.IsJson),
        body => Assert.NotNull(JsonSerializer.Deserialize(body.Example, body.Type!, Exactly)));

    [Fact]
    public void Credentials_are_of_the_kinds_that_there_are() => Assert.All(
        Known, operation => Assert.True(
            operation.Credentials is null || ApiSecurity.All.ContainsKey(operation.Credentials)));

    [Fact]
    public void Every_route_says_what_it_answers() =>
        Assert.All(Known, operation => Assert.NotEmpty(operation.Answers));

    private static IEnumerable<ApiBody> Bodies() =>
        from operation in Known
        from body in operation.Answers.Values.Select(answer => answer.Body).Append(operation.Request)
        where body is not null
        select body;
}
