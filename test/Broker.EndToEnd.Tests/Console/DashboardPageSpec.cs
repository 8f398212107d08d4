using System.Globalization;
using System.Text.Json.Nodes;
using Broker.EndToEnd.Tests.Foreign;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Broker.EndToEnd.Tests.Console;

/// <summary>
/// The dashboard beside a real broker, and against figures that the spec plays, second by second.
/// </summary>
public class DashboardPageSpec(Browser browser) : IClassFixture<Browser>
{
    private const string Stats = "**/admin/stats";
    private const string Token = "the token";
    private static readonly System.Text.RegularExpressions.Regex Positive = new("[1-9]");

    [SkippableFact]
    public async Task Computes_rates_from_totals_and_draws_them_each_second()
    {
        var second = 0;
        await using var page = await OpenAsync(route =>
            route.FulfillAsync(new() { Json = StatsAt(second++) }));
        await page.BecomesAsync("open");

        await Expect(Figure(page, "Published each second")).ToHaveTextAsync("50");
        await Expect(Figure(page, "Delivered each second")).ToHaveTextAsync("12K");
        await Expect(Figure(page, "Connections")).ToHaveTextAsync("1,306");
        await Expect(Figure(page, "Publish to socket, p99")).ToHaveTextAsync("2.5 ms");
        await Expect(Figure(page, "Waiting in outboxes")).ToHaveTextAsync("3 KiB");
        await Expect(page.In("tbody tr").First).ToHaveTextAsync("<news>24050240");
        await Expect(page.In("dl")).ToHaveTextAsync("name taken3");
        await Expect(page.In(".spark .line").Nth(2)).ToHaveAttributeAsync("d", Points(3));
        page.AssertNoComplaints();
    }

    [SkippableFact]
    public async Task A_node_that_comes_and_goes_is_not_what_the_others_do()
    {
        var second = 0;
        await using var page = await OpenAsync(route => route.FulfillAsync(new() { Json = SumAt(second++) }));
        await page.BecomesAsync("open");

        await Expect(Figure(page, "Published each second")).ToHaveTextAsync("50");
    }

    [SkippableFact]
    public async Task Moves_with_what_a_real_broker_does()
    {
        await using var page = await browser.OpenConsoleAsync("#dashboard");
        using var stop = new CancellationTokenSource();
        var publishing = PublishUntilAsync(stop.Token);

        await Expect(Figure(page, "Published each second")).ToHaveTextAsync(Positive);
        await Expect(Figure(page, "Memory")).ToHaveTextAsync(Positive);
        await Expect(page.In(".spark .line").First).ToHaveAttributeAsync("d", Points(3));
        await stop.CancelAsync();
        await publishing;
        page.AssertNoComplaints();
    }

    [SkippableFact]
    public async Task Asks_for_the_admin_token_and_keeps_it_for_the_tab()
    {
        var second = 0;
        await using var page = await OpenAsync(route => IsAllowed(route.Request)
            ? route.FulfillAsync(new() { Json = StatsAt(second++) })
            : route.FulfillAsync(new() { Status = 401, Json = new { message = "needs the admin token" } }));
        await page.BecomesAsync("failed");
        await page.FillAsync("token", "token", "wrong");
        await page.SubmitAsync("token");
        await Expect(page.In(".status")).ToHaveTextAsync("not this token");
        await page.FillAsync("token", "token", Token);
        await page.SubmitAsync("token");
        await page.BecomesAsync("open");
        await page.Page.ReloadAsync();

        await page.BecomesAsync("open");
        await Expect(page.In("form")).ToBeHiddenAsync();
    }

    [SkippableFact]
    public async Task Says_that_nobody_answers_and_goes_on_asking()
    {
        var second = 0;
        await using var page = await OpenAsync(route => second++ == 0
            ? route.FulfillAsync(new() { Status = 503, Json = new { message = "busy" } })
            : route.FulfillAsync(new() { Json = StatsAt(second) }));

        await page.BecomesAsync("open");
        Assert.True(second > 1);
    }

    [SkippableFact]
    public async Task Asks_nothing_while_another_page_is_looked_at()
    {
        var second = 0;
        await using var page = await OpenAsync(route =>
            route.FulfillAsync(new() { Json = StatsAt(second++) }));
        await page.BecomesAsync("open");
        await page.Page.Locator("nav [data-page=chat]").ClickAsync();
        var asked = second;
        await page.Page.Clock.RunForAsync(60_000);

        Assert.InRange(second, asked, asked + 1);
    }

    private async Task PublishUntilAsync(CancellationToken stop)
    {
        using var client = new HttpClient { BaseAddress = browser.Broker.BaseUri };
        while (!stop.IsCancellationRequested)
        {
            using var answer = await client.PostAsync(
                "publish", new StringContent("tick"), CancellationToken.None);
            answer.EnsureSuccessStatusCode();
        }
    }

    private static bool IsAllowed(IRequest request) =>
        request.Headers.TryGetValue("authorization", out var value) && value == $"Bearer {Token}";

    private static ILocator Figure(ConsolePage page, string title) =>
        page.In($"[aria-label='{title}'] .figure");

    private static System.Text.RegularExpressions.Regex Points(int least) =>
        new($"^M([^L]+L){{{least - 1},}}[^L]+$");

    private async Task<ConsolePage> OpenAsync(Func<IRoute, Task> answer)
    {
        var page = await browser.OpenConsoleAsync("#auction");
        await page.Page.RouteAsync(Stats, answer);
        await page.Page.Clock.InstallAsync();
        await page.Page.Locator("nav [data-page=dashboard]").ClickAsync();
        await page.Page.Clock.RunForAsync(5_000);
        return page.At("#dashboard");
    }

    private static JsonObject StatsAt(int second) => new()
    {
        ["time"] = DateTimeOffset.UnixEpoch.AddSeconds(second).ToString("o", CultureInfo.InvariantCulture),
        ["uptime_seconds"] = 100 + second,
        ["version"] = "0.1.0",
        ["connections"] = Numbers(("broadcast", 1200), ("chat", 80), ("sse", 4), ("users", 20), ("hub", 2)),
        ["channels"] = 7,
        ["top_channels"] = new JsonArray(new JsonObject
        {
            ["name"] = "<news>",
            ["subscribers"] = 240,
            ["publications_total"] = 50 * second,
            ["deliveries_total"] = 240 * second,
        }),
        ["publications_total"] = 50 * second,
        ["deliveries_total"] = 12_000 * second,
        ["bytes_out_total"] = 1_000_000L * second,
        ["outbox"] = Numbers(("bytes_waiting", 3072), ("dropped_total", 0), ("slow_consumers_total", 1)),
        ["latency"] = new JsonObject { ["p50_ms"] = 0.4, ["p99_ms"] = 2.5 },
        ["memory_bytes"] = 80_000_000,
        ["rejected_total"] = Numbers(("name taken", 3), ("too slow", 0)),
        ["nodes"] = new JsonObject(),
    };

    // The second node answers every other second.
    private static JsonObject SumAt(int second)
    {
        var sum = StatsAt(second);
        var nodes = new JsonObject { ["a:1"] = StatsAt(second) };
        if (second % 2 == 0) nodes["b:1"] = StatsAt(second * 1000);
        sum["publications_total"] = nodes.Sum(node => (int)node.Value!["publications_total"]!);
        sum["nodes"] = nodes;
        return sum;
    }

    private static JsonObject Numbers(params IEnumerable<(string Name, long Number)> numbers) =>
        new(numbers.Select(pair => KeyValuePair.Create(pair.Name, (JsonNode?)pair.Number)));
}
