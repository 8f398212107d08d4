using Broker.EndToEnd.Tests.Foreign;
using Microsoft.Playwright;

namespace Broker.EndToEnd.Tests.Console;

/// <summary>What can be measured of the console's look; see <c>audit.js</c>.</summary>
public class LookSpec(Browser browser) : IClassFixture<Browser>
{
    private static readonly string Audit = File.ReadAllText(
        Path.Combine(SourceTree.Root, "test", "Broker.EndToEnd.Tests", "Console", "audit.js"));

    [SkippableTheory]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    public async Task Every_page_has_labels_contrast_and_room_to_touch(int width, ColorScheme scheme)
    {
        await using var page = await browser.OpenConsoleAsync("#broadcast", new()
        {
            ViewportSize = new() { Width = width, Height = 740 },
            ColorScheme = scheme,
        });
        foreach (var name in new[] { "broadcast", "chat", "users", "auction", "dashboard", "cluster" })
        {
            await page.Page.Locator($"nav [data-page={name}]").ClickAsync();
            // Colours on their way from one to the other are neither.
            await page.Page.EvaluateAsync("Promise.all(document.getAnimations().map(a => a.finished))");
            var wrong = await page.Page.EvaluateAsync<string[]>(Audit);
            Assert.True(wrong.Length == 0, $"{name}:\n{string.Join('\n', wrong)}");
        }
    }

    [SkippableFact]
    public async Task The_auction_has_its_page_at_index()
    {
        await using var page = await browser.OpenConsoleAsync("index");

        await Assertions.Expect(page.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("Auction");
        page.AssertNoComplaints();
    }
}
