using Broker.EndToEnd.Tests.Foreign;
using static Microsoft.Playwright.Assertions;

namespace Broker.EndToEnd.Tests.Console;

public class ChatPageSpec(Browser browser) : IClassFixture<Browser>
{
    [SkippableFact]
    public async Task Two_people_talk()
    {
        await using var alice = await JoinAsync("Alice", "two");
        await using var bob = await JoinAsync("Bob", "two");
        await SayAsync(alice, "Hi Bob");
        await Expect(bob.Messages).ToContainTextAsync("Alice in two Hi Bob");
        await SayAsync(bob, "Hi <Alice>");

        await Expect(alice.Messages.Last).ToContainTextAsync("Bob in two Hi <Alice>");
        await Expect(alice.Messages).ToHaveCountAsync(2);
        alice.AssertNoComplaints();
        bob.AssertNoComplaints();
    }

    [SkippableFact]
    public async Task Lists_channels_and_leaves_them()
    {
        await using var page = await JoinAsync("Lister", "listed");
        await page.In("[data-action=list]").ClickAsync();
        await Expect(page.In("[data-result]")).ToContainTextAsync("listed");
        await page.In("[aria-label='Leave listed']").ClickAsync();

        await Expect(page.In("[data-result]")).ToHaveTextAsync("Left listed.");
        await Expect(page.In(".chips li")).ToHaveCountAsync(0);
        await Expect(page.In("form[data-form=talk] button")).ToBeDisabledAsync();
        page.AssertNoComplaints();
    }

    [SkippableFact]
    public async Task A_name_that_is_taken_is_said_and_not_tried_again()
    {
        await using var first = await JoinAsync("Twice", "names");
        await using var second = await browser.OpenConsoleAsync("#chat");
        await second.FillAsync("connect", "name", "Twice");
        await second.SubmitAsync("connect");

        await second.BecomesAsync("failed");
        await Expect(second.Notes).ToHaveCountAsync(1);
        second.AssertNoComplaints();
    }

    [SkippableFact]
    public async Task Is_back_in_its_channels_after_a_restart()
    {
        var port = FreePort.Next();
        await using var page = await JoinThroughAsync(port, "Alice", "again");
        await using var second = await BrokerProcess.StartAsync(new BrokerStart { HttpPort = port });
        await Expect(page.Notes).ToContainTextAsync("Back in again.");
        await second.Http.PublishAsync("again", "after");

        await Expect(page.Messages).ToContainTextAsync("http in again after");
    }

    [SkippableFact]
    public async Task Goes_on_while_other_pages_are_looked_at()
    {
        await using var page = await JoinAsync("Walker", "walk");
        await page.Page.Locator("nav [data-page=broadcast]").ClickAsync();
        await Expect(page.Page.Locator("#broadcast h1")).ToBeFocusedAsync();
        await browser.Broker.Http.PublishAsync("walk", "meanwhile");
        await page.Page.GoBackAsync();

        await Expect(page.Messages).ToContainTextAsync("meanwhile");
        Assert.Equal("Chat · Broker", await page.Page.TitleAsync());
    }

    private Task<ConsolePage> JoinAsync(string name, string channel) =>
        JoinAsync(browser.Broker, name, channel);

    private async Task<ConsolePage> JoinThroughAsync(int port, string name, string channel)
    {
        await using var first = await BrokerProcess.StartAsync(new BrokerStart { HttpPort = port });
        return await JoinAsync(first, name, channel);
    }

    private async Task<ConsolePage> JoinAsync(BrokerProcess broker, string name, string channel)
    {
        var page = await browser.OpenConsoleAsync("#chat", address: broker.BaseUri);
        await page.FillAsync("connect", "name", name);
        await page.SubmitAsync("connect");
        await page.BecomesAsync("open");
        await page.FillAsync("join", "channel", channel);
        await page.SubmitAsync("join");
        await Expect(page.In(".chips li")).ToContainTextAsync(channel);
        return page;
    }

    private static async Task SayAsync(ConsolePage page, string text)
    {
        await page.FillAsync("talk", "content", text);
        await page.Page.Keyboard.PressAsync("Enter");
    }
}
