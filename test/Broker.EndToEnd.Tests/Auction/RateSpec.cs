using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Broker.EndToEnd.Tests.Auction;

/// <summary>The window is a day, so that none ends while a spec runs.</summary>
public class RateSpec
{
    [Fact]
    public async Task Past_its_rate_an_address_is_told_to_wait_before_anything_is_hashed()
    {
        const string Rates = "{ window = 1d, sign-ups-max = 2, logins-max = 1 }";
        await using var broker =
            await BrokerProcess.StartAsync(new BrokerStart { Config = $"{Settings.Rate} {Rates}" });
        using var alice = await AuctionUser.SignUpAsync(broker, "alice");
        using var http = new UsersHttp(broker);

        AssertTooMany(await http.PostAsync("/v1/login", AuctionUser.Account("alice")));
        // What is wrong counts as well.
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PostAsync("/v1/signup", "{}")).Status);
        AssertTooMany(await http.PostAsync("/v1/signup", AuctionUser.Account("bob")));
        Assert.Equal(HttpStatusCode.OK, (await alice.GetAsync("/v1/offers")).Status);
    }

    private static void AssertTooMany(UsersHttp.Answer answer)
    {
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
        Assert.Equal("error", Assert.Single(JsonNode.Parse(answer.Body)!.AsObject()).Key);
        Assert.InRange(int.Parse(answer["Retry-After"]!, CultureInfo.InvariantCulture), 1, 24 * 3600);
    }
}
