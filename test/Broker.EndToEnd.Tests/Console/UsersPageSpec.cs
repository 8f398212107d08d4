using Broker.EndToEnd.Tests.Foreign;
using static Microsoft.Playwright.Assertions;

namespace Broker.EndToEnd.Tests.Console;

public class UsersPageSpec(Browser browser) : IClassFixture<Browser>
{
    [SkippableFact]
    public async Task Two_tabs_of_one_name_both_receive_what_curl_sends()
    {
        ForeignProgram.Require(Tool.Curl);
        await using var first = await SignInAsync("test-user");
        await using var second = await SignInAsync("test-user");
        await Curl.RunAsync(
            "-X", "POST", "-d", """{"username":"test-user","content":"hi there"}""",
            new Uri(browser.Broker.BaseUri, "message").ToString());

        await Expect(first.Messages).ToContainTextAsync("hi there");
        await Expect(second.Messages).ToContainTextAsync("hi there");
        first.AssertNoComplaints();
        second.AssertNoComplaints();
    }

    [SkippableFact]
    public async Task Sends_a_message_and_shows_that_it_is_not_for_somebody_else()
    {
        await using var alice = await SignInAsync("alice");
        await using var bob = await SignInAsync("bob");
        await bob.FillAsync("send", "username", "alice");
        await bob.FillAsync("send", "content", "for <alice>");
        await bob.SubmitAsync("send");

        await Expect(alice.Messages).ToContainTextAsync("for <alice>");
        await Expect(bob.In("[data-result]")).ToHaveTextAsync("Sent to alice.");
        await Expect(bob.Messages).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task Resumes_after_a_break_and_shows_no_token()
    {
        await using var cable = new Cable(browser.Broker.HttpPort);
        await using var carol = await SignInAsync("carol", cable.BaseUri);
        await using var sender = await browser.OpenConsoleAsync("#users");
        await sender.FillAsync("send", "username", "carol");
        await SendAsync(sender, "before");
        await Expect(carol.Messages).ToContainTextAsync("before");
        cable.PullOut();
        await carol.BecomesAsync("waiting");
        await SendAsync(sender, "meanwhile");
        cable.PlugIn();

        await Expect(carol.Messages).ToHaveCountAsync(2);
        await Expect(carol.Messages.Last).ToContainTextAsync("meanwhile");
        await Expect(carol.Notes).ToHaveCountAsync(0);
        var shown = await carol.Page.Locator("body").InnerTextAsync();
        Assert.DoesNotContain("eyJ", shown, StringComparison.Ordinal);
    }

    private async Task<ConsolePage> SignInAsync(string username, Uri? address = null)
    {
        var page = await browser.OpenConsoleAsync("#users", address: address);
        await page.FillAsync("connect", "username", username);
        await page.SubmitAsync("connect");
        await page.BecomesAsync("open");
        return page;
    }

    private static async Task SendAsync(ConsolePage page, string text)
    {
        await page.FillAsync("send", "content", text);
        await page.SubmitAsync("send");
    }
}
