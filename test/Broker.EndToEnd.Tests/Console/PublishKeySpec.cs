using Broker.EndToEnd.Tests.Foreign;
using static Microsoft.Playwright.Assertions;

namespace Broker.EndToEnd.Tests.Console;

/// <summary>A broker that wants a key of who publishes, as it does outside <c>dev</c>.</summary>
public class PublishKeySpec(Browser browser) : IClassFixture<Browser>
{
    private const string Key = "key-of-this-spec";

    [SkippableTheory]
    [InlineData("#broadcast", "publish", "Published as offset 1: 0 receivers.")]
    [InlineData("#users", "send", "Sent to test-user.")]
    public async Task With_its_key_a_page_publishes_and_keeps_it_to_itself(
        string section, string form, string result)
    {
        await using var broker = await BrokerProcess.StartAsync(new BrokerStart
        {
            Config = $"{Settings.PublishGuard} = on, {Settings.PublishKeys} = [{Key}]",
        });
        await using var page = await browser.OpenConsoleAsync(section, address: broker.BaseUri);
        var said = page.In($"form[data-form={form}] [data-result]");
        await page.SubmitAsync(form);
        await Expect(said).ToHaveAttributeAsync("data-kind", "error");
        await page.FillAsync(form, "apiKey", "another key");
        await page.SubmitAsync(form);
        await Expect(said).ToHaveAttributeAsync("data-kind", "error");

        await page.FillAsync(form, "apiKey", Key);
        await page.SubmitAsync(form);
        await Expect(said).ToHaveTextAsync(result);
        await Expect(page.In(".command code").Last).ToContainTextAsync("Bearer $BROKER_PUBLISH_KEY");
        Assert.DoesNotContain(
            Key, await page.Page.Locator("body").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Page.EvaluateAsync<int>("localStorage.length + sessionStorage.length"));

        await page.Page.ReloadAsync();
        await Expect(page.In($"form[data-form={form}] [name=apiKey]")).ToHaveValueAsync("");
    }
}
