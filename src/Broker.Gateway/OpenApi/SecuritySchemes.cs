using Microsoft.OpenApi;

namespace Broker.Gateway.OpenApi;

/// <summary>The credentials that routes ask for.</summary>
internal static class SecuritySchemes
{
    public const string Admin = "admin";
    public const string User = "user";
    public const string UserInQuery = "userInQuery";
    public const string Auction = "auction";
    public const string Publisher = "publisher";
    public const string PublisherKey = "publisherKey";

    private const string UserMeaning = "A user's token, from `/token` or `/ws/token`.";
    private const string PublisherMeaning = "A key of `broker.publish.keys`. In `dev` none is needed.";

    public static Dictionary<string, IOpenApiSecurityScheme> All() => new()
    {
        [Admin] = Bearer("The admin token (`BROKER_ADMIN_TOKEN`). In `dev` only where it is set."),
        [User] = Bearer(UserMeaning),
        [UserInQuery] = ApiKey(ParameterLocation.Query, "authorization", UserMeaning),
        [Auction] = Bearer("A token of the auction, from `/v1/login`."),
        [Publisher] = Bearer(PublisherMeaning),
        [PublisherKey] = ApiKey(ParameterLocation.Header, "X-API-Key", PublisherMeaning),
    };

    private static OpenApiSecurityScheme Bearer(string meaning) => new()
    {
        Type = SecuritySchemeType.Http,
        Scheme = "bearer",
        Description = meaning,
    };

    private static OpenApiSecurityScheme ApiKey(ParameterLocation place, string name, string meaning) => new()
    {
        Type = SecuritySchemeType.ApiKey,
        In = place,
        Name = name,
        Description = meaning,
    };
}
