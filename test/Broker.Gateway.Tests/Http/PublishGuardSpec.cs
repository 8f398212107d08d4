using Broker.Gateway.Broadcast;
using Broker.Gateway.Http;
using Microsoft.AspNetCore.Http;

namespace Broker.Gateway.Tests.Http;

public class PublishGuardSpec
{
    [Theory]
    [InlineData("Authorization", "Bearer old")]
    [InlineData("Authorization", "bearer new")]
    [InlineData("Authorization", "new")]
    [InlineData("X-API-Key", "new")]
    public void Any_key_opens_in_either_header(string header, string value) =>
        Assert.Equal(200, Status(header, value, "new", "old"));

    [Theory]
    [InlineData("Authorization", "Bearer ne")]
    [InlineData("Authorization", "Bearer neww")]
    [InlineData("Authorization", "Basic new")]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("X-API-Key", "NEW")]
    [InlineData("X-API-Key", "Bearer new")]
    public void Another_key_is_refused(string header, string value) =>
        Assert.Equal(403, Status(header, value, "new", "old"));

    [Theory]
    [InlineData("Cookie", "new")]
    [InlineData("X-API-Key", "")]
    [InlineData("Authorization", "")]
    public void Without_a_key_one_is_asked_for(string header, string value) =>
        Assert.Equal(401, Status(header, value, "new"));

    [Fact]
    public void Where_there_are_no_keys_nobody_has_one()
    {
        Assert.Equal(401, Status("Cookie", "x"));
        Assert.Equal(403, Status("X-API-Key", "x"));
    }

    [Fact]
    public void Where_nothing_is_guarded_nobody_is_asked()
    {
        var settings = new PublishSettings(1, 1, 1, IsGuarded: false, ["x"]);
        var guard = new PublishGuard(settings);

        guard.Check(new DefaultHttpContext().Request);
    }

    private static int Status(string header, string value, params string[] keys)
    {
        var guard = new PublishGuard(new PublishSettings(1, 1, 1, IsGuarded: true, keys));
        var context = new DefaultHttpContext { Request = { Headers = { [header] = value } } };
        try
        {
            guard.Check(context.Request);
            return 200;
        }
        catch (HttpErrorException refusal)
        {
            Assert.Equal(refusal.Status == 401, refusal.Headers.ContainsKey("WWW-Authenticate"));
            return refusal.Status;
        }
    }
}
