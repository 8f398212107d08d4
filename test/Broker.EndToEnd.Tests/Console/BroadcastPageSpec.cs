using Broker.EndToEnd.Tests.Foreign;
using static Microsoft.Playwright.Assertions;

namespace Broker.EndToEnd.Tests.Console;

public class BroadcastPageSpec(Browser browser) : IClassFixture<Browser>
{
    private const string Page = "#broadcast";

    [SkippableTheory]
    [InlineData("sse", "data: Grüße <b>🎉</b>")]
    [InlineData("websocket", "Grüße <b>🎉</b>")]
    public async Task Shows_what_is_published_as_text_and_the_frame_it_came_in(string transport, string frame)
    {
        await using var page = await SubscribeAsync($"page-{transport}", transport);
        await page.FillAsync("publish", "body", "Grüße <b>🎉</b>");
        await page.SubmitAsync("publish");

        await Expect(page.Messages).ToContainTextAsync("Grüße <b>🎉</b>");
        await Expect(page.Frames.Last).ToContainTextAsync(frame);
        await Expect(page.In("form[data-form=publish] [data-result]")).ToContainTextAsync("1 receiver.");
        page.AssertNoComplaints();
    }

    [SkippableFact]
    public async Task Comes_back_by_itself_after_a_restart_and_says_what_it_cannot_know()
    {
        var port = FreePort.Next();
        await using var page = await SubscribeThroughAsync(port);

        await using var second = await BrokerProcess.StartAsync(new BrokerStart { HttpPort = port });
        await Expect(page.Notes).ToHaveCountAsync(1);
        await page.BecomesAsync("open");
        await second.Http.PublishAsync("broadcast", "after");

        await Expect(page.Messages).ToHaveCountAsync(2);
        await Expect(page.Messages.Last).ToContainTextAsync("after");
        // The browser itself notes each connection that fails.
        Assert.All(page.Complaints, text => Assert.Contains("net::ERR_", text, StringComparison.Ordinal));
    }

    [SkippableFact]
    public async Task Resumes_after_a_break_without_losing_or_doubling_anything()
    {
        await using var cable = new Cable(browser.Broker.HttpPort);
        await using var page = await browser.OpenConsoleAsync(Page, address: cable.BaseUri);
        await page.SubmitAsync("subscribe");
        await page.BecomesAsync("open");
        await browser.Broker.Http.PublishAsync("broadcast", "before");
        await Expect(page.Messages).ToContainTextAsync("before");

        cable.PullOut();
        await page.BecomesAsync("waiting");
        await browser.Broker.Http.PublishAsync("broadcast", "meanwhile");
        cable.PlugIn();

        await Expect(page.Messages).ToHaveCountAsync(2);
        await Expect(page.Messages.Last).ToContainTextAsync("meanwhile");
        await Expect(page.Notes).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task Keeps_the_last_500_of_a_flood()
    {
        await using var page = await SubscribeAsync("flood", "websocket");
        var publishes = Enumerable.Range(1, 600).Chunk(50);
        foreach (var some in publishes)
            await Task.WhenAll(some.Select(n => browser.Broker.Http.PublishAsync("flood", $"no. {n}")));
        await browser.Broker.Http.PublishAsync("flood", "the last");

        await Expect(page.Messages.Last).ToContainTextAsync("the last");
        await Expect(page.Messages).ToHaveCountAsync(500);
        page.AssertNoComplaints();
    }

    [SkippableFact]
    public async Task Its_lines_for_a_terminal_do_the_same()
    {
        ForeignProgram.Require(Tool.Bash, Tool.Curl);
        await using var page = await SubscribeAsync("terminal", "sse");
        await page.FillAsync("publish", "body", "it's $HOME & \"more\"");
        await page.FillAsync("publish", "key", "a key");
        var line = await page.In(".command code").Last.InnerTextAsync();
        using var shell = await RunningProcess.RunAsync(new(Tool.Bash.File, ["-c", line]));

        Assert.Contains("\"receivers\":1", shell.Output, StringComparison.Ordinal);
        await Expect(page.Messages).ToContainTextAsync("it's $HOME & \"more\"");
    }

    [SkippableFact]
    public async Task Can_be_used_by_keyboard_alone()
    {
        await using var page = await browser.OpenConsoleAsync(Page);
        await TabToAsync(page, "form[data-form=subscribe] button.primary");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.BecomesAsync("open");
        await TabToAsync(page, "form[data-form=publish] button.primary");
        await page.Page.Keyboard.PressAsync("Space");

        await Expect(page.Messages.Last).ToContainTextAsync("Hello");
    }

    /// <summary>Tabs on until there; on the way each stop must be seen.</summary>
    private static async Task TabToAsync(ConsolePage page, string selector)
    {
        for (var stop = 0; stop < 50; stop++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            var outline = await page.Page.Locator(":focus").EvaluateAsync<bool>(
                "node => [node, node.closest('label')].some(at => at"
                + " && getComputedStyle(at).outlineStyle !== 'none')");
            Assert.True(outline, $"stop {stop} before {selector} is not visible");
            if (await page.In($"{selector}:focus").CountAsync() == 1) return;
        }
        Assert.Fail($"{selector} is not reached");
    }

    private async Task<ConsolePage> SubscribeAsync(string channel, string transport)
    {
        var page = await browser.OpenConsoleAsync(Page);
        await page.FillAsync("subscribe", "channel", channel);
        await page.In($"[name=transport][value={transport}]").CheckAsync();
        await page.SubmitAsync("subscribe");
        await page.BecomesAsync("open");
        return page;
    }

    /// <summary>A page that has seen one message of a broker that is no more.</summary>
    private async Task<ConsolePage> SubscribeThroughAsync(int port)
    {
        await using var first = await BrokerProcess.StartAsync(new BrokerStart { HttpPort = port });
        var page = await browser.OpenConsoleAsync(Page, address: first.BaseUri);
        await page.SubmitAsync("subscribe");
        await page.BecomesAsync("open");
        await first.Http.PublishAsync("broadcast", "before");
        await Expect(page.Messages).ToContainTextAsync("before");
        return page;
    }
}
