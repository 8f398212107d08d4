using Broker.Actors.Journal;
using Broker.Journal.Tests.Kit;
using static Broker.Actors.Journal.JournalProtocol;

namespace Broker.Journal.Tests.Contract;

/// <summary>What every store does for those who follow it.</summary>
public abstract class FollowContract : IAsyncLifetime
{
    private IJournal? _journal;

    private IJournal Journal => _journal!;

    public async Task InitializeAsync() => _journal = await OpenAsync(Journals.SmallSegments);

    public async Task DisposeAsync() => await Journal.DisposeAsync();

    protected abstract Task<IJournal> OpenAsync(JournalSettings settings);

    [SkippableFact]
    public async Task Gives_what_was_stored_and_then_what_comes()
    {
        await Journal.StoreAsync("a", "1", "2");
        await using var follower = Journal.FollowAsync(0, "").GetAsyncEnumerator();
        Assert.Equal(["1", "2"], Texts(await follower.NextAsync(2)));

        var next = follower.NextAsync(3);
        await Journal.StoreAsync("b", "3");
        await Journal.StoreAsync("a", "4", "5");
        Assert.Equal(["3", "4", "5"], Texts(await next));
    }

    [SkippableFact]
    public async Task Begins_behind_a_position_also_within_an_append()
    {
        var stored = await Journal.StoreAsync("a", "1", "2", "3");
        await Journal.StoreAsync("b", "4");
        await using var follower = Journal.FollowAsync(stored.FirstPosition + 1, "").GetAsyncEnumerator();

        Assert.Equal(["3", "4"], Texts(await follower.NextAsync(2)));
    }

    [SkippableFact]
    public async Task Gives_only_streams_whose_names_begin_so()
    {
        await Journal.StoreAsync("offer.1", "1");
        await Journal.StoreAsync("account.1", "2");
        await Journal.StoreAsync("offer.2", "3");
        await Journal.StoreAsync("offer", "4");

        Assert.Equal(["1", "3"], Texts(await Journal.AllAsync("offer.")));
    }

    [SkippableFact]
    public async Task Skips_and_repeats_nothing_while_many_append()
    {
        await using var follower = Journal.FollowAsync(0, "").GetAsyncEnumerator();
        var following = follower.NextAsync(2_000);
        var appending = Task.WhenAll(Enumerable.Range(0, 20).Select(writer => Task.Run(async () =>
        {
            for (var i = 1; i <= 50; i++) await Journal.StoreAsync($"s{writer}", $"{i}", $"{i}");
        })));

        var found = (await following).Cast<Recorded>().ToList();
        await appending;
        Assert.Equal(found.Select(e => e.Position).Order().Distinct(), found.Select(e => e.Position));
        Assert.All(found.GroupBy(e => e.Stream), stream =>
            Assert.Equal(Enumerable.Range(1, 100), stream.Select(e => (int)e.Version)));
    }

    [SkippableFact]
    public async Task Ends_when_it_is_cancelled()
    {
        using var cancel = new CancellationTokenSource();
        await using var follower = Journal.FollowAsync(0, "", cancel.Token).GetAsyncEnumerator();
        var next = follower.NextAsync(1);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    [SkippableFact]
    public async Task Ends_when_the_journal_is_closed()
    {
        await Journal.StoreAsync("a", "1");
        var following = Journal.FollowAsync(0, "").GetAsyncEnumerator().NextAsync(10);
        await Journal.DisposeAsync();

        Assert.InRange((await following).Count, 0, 1);
    }

    private static IEnumerable<string> Texts(IEnumerable<Followed> found) =>
        found.Cast<Recorded>().Select(Journals.Text);
}
