using Broker.Actors.Journal;
using Broker.Journal.Tests.Kit;

namespace Broker.Journal.Tests.Contract;

/// <summary>What every store does with what is given up.</summary>
public abstract class TrimContract : IAsyncLifetime
{
    private IJournal? _journal;

    private IJournal Journal => _journal!;

    public async Task InitializeAsync()
    {
        _journal = await OpenAsync(Journals.SmallSegments);
        await Journal.StoreAsync("a", "1", "2");
        await Journal.StoreAsync("a", "3");
        await Journal.StoreAsync("b", "x");
        await Journal.StoreAsync("a", "4", "5", "6");
    }

    public async Task DisposeAsync() => await Journal.DisposeAsync();

    protected abstract Task<IJournal> OpenAsync(JournalSettings settings);

    [SkippableTheory]
    [InlineData(-1, 1, "1:1 2:2 3:3 4:4 5:5 6:6")]
    [InlineData(1, 1, "1:1 2:2 3:3 4:4 5:5 6:6")]
    [InlineData(2, 2, "2:2 3:3 4:4 5:5 6:6")]
    [InlineData(4, 4, "4:4 5:5 6:6")]
    [InlineData(5, 5, "5:5 6:6")]
    [InlineData(7, 7, "")]
    [InlineData(100, 7, "")]
    public async Task Keeps_what_is_not_before_the_version(long before, long first, string kept)
    {
        var trimmed = await Journal.CutAsync("a", before);

        var page = await Journal.PageAsync("a");
        Assert.Equal(first, trimmed.FirstVersion);
        Assert.Equal(kept, Journals.Text(page.Events));
        Assert.Equal((first, 6), (page.FirstVersion, page.LastVersion));
        Assert.Equal("1:x", await Journal.TextAsync("b"));
    }

    [SkippableFact]
    public async Task Goes_on_with_the_versions()
    {
        await Journal.CutAsync("a", 100);
        await Journal.StoreAsync("a", "7");

        Assert.Equal("7:7", await Journal.TextAsync("a"));
    }

    [SkippableFact]
    public async Task Does_not_bring_anything_back_with_an_earlier_version()
    {
        await Journal.CutAsync("a", 5);

        Assert.Equal(5, (await Journal.CutAsync("a", 2)).FirstVersion);
        Assert.Equal("5:5 6:6", await Journal.TextAsync("a"));
    }

    [SkippableFact]
    public async Task A_follower_gets_nothing_of_it()
    {
        await Journal.CutAsync("a", 5);

        Assert.Equal(
            ["x", "5", "6"],
            (await Journal.AllAsync()).Cast<JournalProtocol.Recorded>().Select(Journals.Text));
    }

    [SkippableFact]
    public async Task A_stream_that_is_not_there_stays_empty()
    {
        Assert.Equal(1, (await Journal.CutAsync("c", 10)).FirstVersion);
        Assert.Equal(1, (await Journal.StoreAsync("c", "1")).FirstVersion);
    }
}
