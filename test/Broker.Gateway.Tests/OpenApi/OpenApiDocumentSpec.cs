using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace Broker.Gateway.Tests.OpenApi;

/// <summary>/openapi.json describes every route that the server has.</summary>
public partial class OpenApiDocumentSpec(OpenApiFixture fixture) : IClassFixture<OpenApiFixture>
{
    private OpenApiDocument Document => fixture.Read.Document!;

    private IEnumerable<(string Path, HttpMethod Method, OpenApiOperation Operation)> Operations =>
        from path in Document.Paths
        from operation in path.Value.Operations!
        select (path.Key, operation.Key, operation.Value);

    [Fact]
    public void Is_valid()
    {
        Assert.Empty(fixture.Read.Diagnostic!.Errors);
        Assert.Empty(fixture.Read.Diagnostic.Warnings);
    }

    [Fact]
    public void Describes_every_route()
    {
        var routes = Routes().Where(route => !route.IsExcluded).Select(route => (route.Path, route.Method));

        var described = Operations.Select(one => (one.Path, one.Method.Method.ToUpperInvariant()));
        Assert.Equal(routes.Order(), described.Order());
    }

    [Fact]
    public void Puts_every_operation_under_a_tag_that_the_page_shows() => Assert.All(
        Operations,
        one => Assert.Contains(
            one.Operation.Tags!.Single().Name, Document.Tags!.Select(tag => tag.Name)));

    [Fact]
    public void Leaves_out_nothing_but_the_files_of_pages() => Assert.All(
        Routes().Where(route => route.IsExcluded),
        route => Assert.True(
            Path.HasExtension(route.Path) || route.Path.StartsWith("/docs/", StringComparison.Ordinal),
            route.Path));

    [Fact]
    public void Gives_every_operation_an_id_of_its_own()
    {
        var ids = Operations.Select(one => one.Operation.OperationId).ToList();

        Assert.All(ids, id => Assert.Matches("^[a-z][A-Za-z]+$", id));
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Says_of_every_operation_which_credentials_it_needs() => Assert.All(Operations, one =>
    {
        var security = At(one.Path, one.Method)["security"];
        Assert.NotNull(security);
        Assert.All(
            security.AsArray().SelectMany(requirement => requirement!.AsObject()),
            scheme => Assert.True(Document.Components!.SecuritySchemes!.ContainsKey(scheme.Key), scheme.Key));
    });

    [Theory]
    [InlineData("/ping", "GET", "")]
    [InlineData("/subscribe", "GET", "")]
    [InlineData("/token", "POST", "")]
    [InlineData("/v1/login", "POST", "")]
    [InlineData("/metrics", "GET", "admin")]
    [InlineData("/admin/stats", "GET", "admin")]
    [InlineData("/admin/cluster", "GET", "admin")]
    [InlineData("/admin/cluster/drain", "POST", "admin")]
    [InlineData("/admin/cluster/down", "POST", "admin")]
    [InlineData("/publish", "POST", "publisher,publisherKey")]
    [InlineData("/message", "POST", "publisher,publisherKey")]
    [InlineData("/message", "GET", "user,userInQuery")]
    [InlineData("/v1/offer/{id}", "GET", "auction")]
    [InlineData("/vi/bid/{id}", "PUT", "auction")]
    public void Names_the_credentials_that_a_route_asks_for(string path, string method, string schemes) =>
        Assert.Equal(schemes, string.Join(',', At(path, new HttpMethod(method))["security"]!.AsArray()
            .SelectMany(requirement => requirement!.AsObject().Select(scheme => scheme.Key))));

    [Fact]
    public void Has_a_schema_for_every_body_and_a_body_for_every_error() => Assert.All(Operations, one =>
    {
        var responses = one.Operation.Responses!;
        Assert.All(
            responses.Values.SelectMany(response => response.Content?.Values ?? [])
                .Concat(one.Operation.RequestBody?.Content?.Values ?? []),
            content => Assert.NotNull(content.Schema));
        Assert.All(
            responses.Where(response => response.Key[0] is '4' or '5'),
            response => Assert.NotEmpty(response.Value.Content!));
    });

    [Fact]
    public void Declares_every_parameter_of_a_path() => Assert.All(Operations, one => Assert.Equal(
        PathParameter().Matches(one.Path).Select(match => match.Groups[1].Value),
        (one.Operation.Parameters ?? []).Where(parameter => parameter.In is ParameterLocation.Path)
            .Select(parameter => parameter.Name!)));

    [Fact]
    public void Lets_a_page_try_publish_with_a_text_and_without_a_key()
    {
        var publish = At("/publish", HttpMethod.Post);

        var body = publish["requestBody"]!["content"]!["text/plain"]!;
        Assert.Equal("string", (string?)body["schema"]!["type"]);
        Assert.All(publish["parameters"]!.AsArray(), parameter => Assert.Null(parameter!["example"]));
    }

    [Fact]
    public void Knows_the_types_that_converters_read()
    {
        var offer = fixture.Json["components"]!["schemas"]!["NewOffer"]!["properties"]!;

        Assert.Equal("number", (string?)offer["bid_price"]!["type"]);
        Assert.Null(offer["bid_price"]!["format"]);
        Assert.Equal("date-time", (string?)offer["go_live"]!["format"]);
    }

    private JsonNode At(string path, HttpMethod method) =>
        fixture.Json["paths"]![path]![method.Method.ToLowerInvariant()]!;

    private IEnumerable<(string Path, string Method, bool IsExcluded)> Routes() =>
        from endpoint in fixture.Endpoints.Endpoints.OfType<RouteEndpoint>()
        from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
        select (
            endpoint.RoutePattern.RawText!,
            method,
            endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is not null);

    [GeneratedRegex("{([^}]+)}")]
    private static partial Regex PathParameter();
}
