using System.Text.Json.Nodes;
using Broker.EndToEnd.Tests.Foreign;
using static Microsoft.Playwright.Assertions;

namespace Broker.EndToEnd.Tests.Console;

/// <summary>The page of the cluster, beside a process that is no node, and with played nodes.</summary>
public class ClusterPageSpec(Browser browser) : IClassFixture<Browser>
{
    [SkippableFact]
    public async Task Says_how_to_run_several_where_there_is_one_process()
    {
        await using var page = await browser.OpenConsoleAsync("#cluster");

        await Expect(page.In("[data-about]")).ToContainTextAsync("BROKER_POSTGRES");
        await Expect(page.In("tbody tr")).ToHaveCountAsync(0);
        page.AssertNoComplaints();
    }

    [SkippableFact]
    public async Task Shows_each_node_with_its_lease_and_what_it_serves()
    {
        await using var page = await browser.OpenConsoleAsync("#auction");
        await page.Page.RouteAsync(
            "**/admin/cluster", route => route.FulfillAsync(new() { Json = Played() }));
        await page.Page.Locator("nav [data-page=cluster]").ClickAsync();
        var cluster = page.At("#cluster");
        await cluster.BecomesAsync("open");

        var rows = cluster.In("tbody tr");
        await Expect(rows).ToHaveCountAsync(2);
        await Expect(rows.Nth(0)).ToHaveTextAsync("10.0.0.1:2552 (this one)upheld341,2014 KiB");
        await Expect(rows.Nth(1)).ToHaveTextAsync(
            "10.0.0.2:2552up, not reachableoverno answerno answerno answer");
        await Expect(cluster.In("[data-about]")).ToContainTextAsync("PostgreSQL does not answer");
        page.AssertNoComplaints();
    }

    private static JsonObject Played() => new()
    {
        ["self"] = "10.0.0.1:2552",
        ["database_away"] = true,
        ["members"] = new JsonArray(
            new JsonObject
            {
                ["address"] = "10.0.0.1:2552",
                ["status"] = "up",
                ["reachable"] = true,
                ["oldest"] = true,
                ["lease_ms"] = 3000,
                ["shards"] = new JsonObject { ["channels"] = 30, ["offers"] = 4 },
                ["homes"] = new JsonObject { ["channels"] = 1200, ["offers"] = 1 },
                ["windows"] = new JsonObject { ["10.0.0.2:2552"] = 3072, ["10.0.0.3:2552"] = 1024 },
            },
            new JsonObject
            {
                ["address"] = "10.0.0.2:2552",
                ["status"] = "up",
                ["reachable"] = false,
                ["oldest"] = false,
                ["lease_ms"] = -1,
                ["shards"] = null,
                ["homes"] = null,
                ["windows"] = null,
            }),
    };
}
