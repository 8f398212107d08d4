using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Broker.EndToEnd.Tests.Console;

/// <summary>
/// One tab of the console. It keeps what the browser complains of: errors of scripts, things that do not
/// load, and what the Content-Security-Policy forbids.
/// </summary>
public sealed class ConsolePage : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _complaints = [];
    private string _section;

    private ConsolePage(IPage page, string section)
    {
        (Page, _section) = (page, section);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _complaints.Enqueue(message.Text);
        };
        page.PageError += (_, error) => _complaints.Enqueue(error);
        page.SetDefaultTimeout((float)Patience.Limit.TotalMilliseconds);
    }

    public IPage Page { get; }

    public IReadOnlyCollection<string> Complaints => _complaints;

    public ILocator Messages => In(".messages li[data-kind=in]");

    public ILocator Notes => In(".messages li[data-kind=gap]");

    public ILocator Frames => In(".frames li[data-kind]");

    /// <param name="uri">With the page's name as its fragment.</param>
    public static async Task<ConsolePage> OpenAsync(IBrowserContext context, Uri uri)
    {
        Assertions.SetDefaultExpectTimeout((float)Patience.Limit.TotalMilliseconds);
        var page = new ConsolePage(await context.NewPageAsync(), uri.Fragment);
        await page.Page.GotoAsync(uri.ToString());
        return page;
    }

    /// <summary>Another tab of the same window.</summary>
    public Task<ConsolePage> OpenTabAsync() => OpenAsync(Page.Context, new Uri(Page.Url));

    /// <summary>The same tab, once it shows another page.</summary>
    public ConsolePage At(string section)
    {
        _section = section;
        return this;
    }

    /// <summary>Something on the page that is shown: the others are there too, hidden.</summary>
    public ILocator In(string selector) => Page.Locator($"{_section} {selector}");

    public Task FillAsync(string form, string field, string text) =>
        In($"form[data-form={form}] [name={field}]").FillAsync(text);

    public Task SubmitAsync(string form) => In($"form[data-form={form}] button.primary").ClickAsync();

    public Task BecomesAsync(string state) =>
        Assertions.Expect(In($".status[data-state={state}]")).ToBeVisibleAsync();

    /// <summary>Everything that a browser can complain of is a mistake of ours.</summary>
    public void AssertNoComplaints() => Assert.Empty(_complaints);

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
