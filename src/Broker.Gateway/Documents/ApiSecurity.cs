using Microsoft.OpenApi;

namespace Broker.Gateway.Documents;

/// <summary>The credentials that routes take.</summary>
internal static class ApiSecurity
{
    public const string Admin = "admin";
    public const string User = "user";
    public const string Auction = "auction";
    public const string Publisher = "publisher";

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        [Admin] = "The admin token (BROKER_ADMIN_TOKEN). In dev without one nobody is asked.",
        [User] = "A user's token, from /token or /ws/token.",
        [Auction] = "A token of the auction, from /v1/login.",
        [Publisher] = "The publishers' key, where one is configured.",
    };

    public static OpenApiSecurityScheme Scheme(string meaning) => new()
    {
        Type = SecuritySchemeType.Http,
        Scheme = "bearer",
        Description = meaning,
    };
}
