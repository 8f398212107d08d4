using Broker.Gateway.Admin;
using Broker.Gateway.Configuration;
using Broker.Gateway.Http;
using Microsoft.AspNetCore.Http;

namespace Broker.Gateway.Tests.Admin;

public class AdminGateSpec
{
    private const string Token = "0123456789abcdef";

    [Theory]
    [InlineData("dev", "", null, 0)]
    [InlineData("dev", "", "Bearer whatever", 0)]
    [InlineData("prod", "", null, 403)]
    [InlineData("prod", "", "Bearer ", 403)]
    [InlineData("prod", Token, null, 401)]
    [InlineData("dev", Token, null, 401)]
    [InlineData("prod", Token, "Bearer 0123456789abcdeg", 403)]
    [InlineData("dev", Token, "Bearer 0123456789abcdeg", 403)]
    [InlineData("prod", Token, "Bearer 0123456789abcde", 403)]
    [InlineData("prod", Token, "Bearer ", 403)]
    [InlineData("prod", Token, "Basic 0123456789abcdef", 401)]
    [InlineData("prod", Token, "Bearer 0123456789abcdef", 0)]
    [InlineData("prod", Token, "bearer 0123456789abcdef", 0)]
    [InlineData("dev", Token, "0123456789abcdef", 401)]
    public void Asks_for_the_token_that_is_configured_and_in_dev_for_none_without_one(
        string environment, string token, string? authorization, int status)
    {
        var request = new DefaultHttpContext().Request;
        if (authorization is not null) request.Headers.Authorization = authorization;
        var gate = new AdminGate(new AdminSettings(token), ProcessIn(environment));

        if (status == 0) gate.Check(request);
        else Assert.Equal(status, Assert.Throws<HttpErrorException>(() => gate.Check(request)).Status);
    }

    [Fact]
    public void Two_tokens_are_none()
    {
        var request = new DefaultHttpContext().Request;
        request.Headers.Authorization = new([$"Bearer {Token}", $"Bearer {Token}"]);

        var gate = new AdminGate(new AdminSettings(Token), ProcessIn("prod"));

        Assert.Throws<HttpErrorException>(() => gate.Check(request));
    }

    private static ProcessSettings ProcessIn(string environment) =>
        ProcessSettings.From(ConfigurationLayers.Reference.Section("broker.process"))
            with
        { Environment = environment };
}
