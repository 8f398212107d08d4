using Broker.EndToEnd.Tests.Console;
using Microsoft.Playwright;

namespace Broker.EndToEnd.Tests.Foreign;

/// <summary>A headless chromium and a broker beside it. Without a chromium neither starts.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Quiet =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _chromium;
    private BrokerProcess? _broker;

    /// <summary>Skips the spec if there is no browser.</summary>
    public BrokerProcess Broker => Present(_broker);

    private IBrowser Chromium => Present(_chromium);

    public async Task InitializeAsync()
    {
        // The specs are skipped then: each of them asks for the broker or for a page.
        if (Tool.Chromium.Missing is not null) return;

        _broker = await BrokerProcess.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Tool.Chromium.File, Args = Quiet });
    }

    /// <summary>
    /// A window of its own, as another person has one, at a page of the console; of this broker unless the
    /// address of another is given.
    /// </summary>
    public async Task<ConsolePage> OpenConsoleAsync(
        string path, BrowserNewContextOptions? options = null, Uri? address = null)
    {
        var context = await Chromium.NewContextAsync(options);
        return await ConsolePage.OpenAsync(context, new Uri(address ?? Broker.BaseUri, path));
    }

    /// <summary>A page of the broker itself, so that its scripts have the broker's origin.</summary>
    public async Task<IPage> OpenAsync()
    {
        var page = await Chromium.NewPageAsync();
        await page.GotoAsync(new Uri(Broker.BaseUri, "healthcheck").ToString());
        return page;
    }

    /// <summary>Runs a script in a page of the broker; what it promises must come.</summary>
    public async Task<T> EvaluateAsync<T>(string script) =>
        await (await OpenAsync()).EvaluateAsync<T>(script).WaitAsync(Patience.Limit);

    public async Task DisposeAsync()
    {
        if (_chromium is not null) await _chromium.DisposeAsync();
        _playwright?.Dispose();
        if (_broker is not null) await _broker.DisposeAsync();
    }

    private static T Present<T>(T? started)
    {
        ForeignProgram.Require(Tool.Chromium);
        return started!;
    }
}
