using Broker.EndToEnd.Tests.Foreign;

namespace Broker.EndToEnd.Tests.Documents;

public class PageSpec(Browser browser) : IClassFixture<Browser>
{
    [SkippableFact]
    public async Task Shows_every_route_under_a_policy_that_allows_no_other_host()
    {
        var page = await browser.OpenAsync();
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error") complaints.Add($"{message.Text} {message.Location}");
        };
        var answer = await page.GotoAsync(new Uri(browser.Broker.BaseUri, "docs").ToString());
        await page.Locator("text=Publish a body").First.WaitForAsync();

        var policy = answer!.Headers["content-security-policy"];
        Assert.StartsWith("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.True(complaints.Count == 0, string.Join(" | ", complaints));
    }

    [SkippableFact]
    public async Task Publishes_what_is_typed_into_it()
    {
        using var subscriber = await BroadcastClient.SubscribeAsync(browser.Broker, "broadcast");
        var page = await browser.OpenAsync();
        await page.GotoAsync(new Uri(browser.Broker.BaseUri, "docs").ToString());
        var publish = page.Locator("#operations-Broadcast-publish");
        await publish.ClickAsync();
        await publish.GetByText("Try it out").ClickAsync();
        Assert.Equal("", await publish.GetByPlaceholder("Idempotency-Key").InputValueAsync());
        await publish.Locator("textarea").FillAsync("typed");
        await publish.GetByText("Execute").ClickAsync();

        Assert.Equal("typed", await subscriber.NextTextAsync());
        await publish.Locator(".live-responses-table >> text=204").First.WaitForAsync();
    }
}
