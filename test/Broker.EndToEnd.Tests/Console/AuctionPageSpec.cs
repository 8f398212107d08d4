using Broker.EndToEnd.Tests.Foreign;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Broker.EndToEnd.Tests.Console;

public class AuctionPageSpec(Browser browser) : IClassFixture<Browser>
{
    [SkippableFact]
    public async Task Goes_from_sign_up_to_sale_with_two_who_listen()
    {
        await using var alice = await JoinAsync("page-alice");
        await using var bob = await JoinAsync("page-bob");
        await alice.FillAsync("offer", "title", "A <lamp>");
        await alice.SubmitAsync("offer");
        await Expect(bob.Messages).ToContainTextAsync(["A <lamp>: 10.5"]);

        await bob.SubmitAsync("list");
        await Row(bob, "A <lamp>").GetByRole(AriaRole.Button).ClickAsync();
        await bob.FillAsync("bid", "bid_price", "10.5");
        await bob.SubmitAsync("bid");
        await Expect(bob.In("form[data-form=bid] [data-result]"))
            .ToContainTextAsync("above the current price");
        await bob.FillAsync("bid", "bid_price", "12.25");
        await bob.SubmitAsync("bid");
        await Expect(alice.Messages.Last).ToContainTextAsync("page-bob: 12.25");

        await Row(alice, "A <lamp>").GetByRole(AriaRole.Button).ClickAsync();
        await alice.In("[data-bids] button").First.ClickAsync();
        await Expect(Row(alice, "A <lamp>")).ToContainTextAsync("sold");
        await Expect(bob.Messages.Last).ToContainTextAsync("A <lamp>: 12.25");
        alice.AssertNoComplaints();
    }

    [SkippableFact]
    public async Task Shows_frames_of_events_by_hand_and_no_token()
    {
        await using var page = await JoinAsync("page-raw");
        await page.In("form[data-form=raw] [name=event]").SelectOptionAsync("get_offer");
        await page.FillAsync("raw", "fields", """{"size":1}""");
        await page.SubmitAsync("raw");
        await Expect(page.Frames.Last).ToContainTextAsync("\"data\":\"[");
        await page.In("form[data-form=raw] [name=event]").SelectOptionAsync("dance");
        await page.SubmitAsync("raw");

        await Expect(page.Notes.Last).ToContainTextAsync("Invalid Event Type");
        var shown = await page.Page.Locator("body").InnerTextAsync();
        Assert.DoesNotContain("eyJ", shown, StringComparison.Ordinal);
        page.AssertNoComplaints();
    }

    private static ILocator Row(ConsolePage page, string title) =>
        page.In("[data-offers] tr").Filter(new() { HasText = title });

    private async Task<ConsolePage> JoinAsync(string username)
    {
        var page = await browser.OpenConsoleAsync("#auction");
        await page.FillAsync("account", "username", username);
        await page.FillAsync("account", "password", "secret");
        await page.In("[data-action=signup]").ClickAsync();
        await Expect(page.In("form[data-form=account] [data-result]")).ToContainTextAsync("has an account");
        await page.SubmitAsync("account");
        await page.BecomesAsync("open");
        return page;
    }
}
